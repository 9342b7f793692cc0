import FaceImaging
import Foundation
import Testing

@testable import FaceTraining

@Suite struct LabelAgreementTests {
    private func candidate(_ x: Float, _ y: Float, _ side: Float, shift: Float = 0) -> LabelCandidate {
        func point(_ dx: Float, _ dy: Float) -> Point { Point(x: x + dx * side + shift, y: y + dy * side) }
        return LabelCandidate(
            box: Rect(x: x, y: y, width: side, height: side),
            landmarks: FaceLandmarks(
                leftEye: point(0.3, 0.4),
                rightEye: point(0.7, 0.4),
                nose: point(0.5, 0.6),
                leftMouth: point(0.35, 0.8),
                rightMouth: point(0.65, 0.8)
            )
        )
    }

    @Test func `what both find is a face with the first one's box and points`() throws {
        let (faces, ignored) = LabelAgreement()([candidate(10, 10, 40)], [candidate(13, 10, 40, shift: -2)])
        let face = try #require(faces.first)
        #expect(faces.count == 1 && ignored.isEmpty)
        #expect(face.box == candidate(10, 10, 40).box && face.landmarks == candidate(10, 10, 40).landmarks)
        #expect(face.cover == .bare && face.hidden == [])
    }

    @Test func `what only one finds is ignored`() {
        let (faces, ignored) = LabelAgreement()(
            [candidate(10, 10, 40), candidate(200, 10, 40)],
            [candidate(10, 12, 40), candidate(100, 100, 30)]
        )
        #expect(faces.map(\.box) == [candidate(10, 10, 40).box])
        #expect(ignored == [candidate(200, 10, 40).box, candidate(100, 100, 30).box])
    }

    @Test func `points that lie apart are left out, and the box is kept`() throws {
        let (faces, _) = LabelAgreement()([candidate(10, 10, 40)], [candidate(10, 10, 40, shift: 8)])
        let face = try #require(faces.first)
        #expect(face.landmarks == nil && face.hidden == nil)
    }

    @Test func `a face too small to learn from is ignored`() {
        let (faces, ignored) = LabelAgreement()([candidate(10, 10, 8)], [candidate(10, 10, 8)])
        #expect(faces.isEmpty && ignored == [candidate(10, 10, 8).box])
    }

    @Test func `drawn boxes are kept, with points of who agrees with them`() {
        let labels = [
            SceneFace(box: candidate(11, 10, 40).box, hidden: [.nose, .mouth], cover: .mask),
            SceneFace(box: candidate(100, 10, 40).box, hidden: [], cover: .bare),
            SceneFace(box: candidate(200, 10, 40).box, hidden: [], cover: .bare),
        ]
        let (faces, ignored) = LabelAgreement()(
            labels: labels,
            [candidate(100, 12, 40)],
            [candidate(10, 10, 40), candidate(101, 12, 40), candidate(300, 10, 40)]
        )
        #expect(faces.map(\.box) == labels.map(\.box))
        #expect(faces.map(\.landmarks) == [candidate(10, 10, 40).landmarks, candidate(100, 12, 40).landmarks, nil])
        #expect(ignored == [candidate(300, 10, 40).box])
    }
}

@Suite struct VOCAnnotationTests {
    private let text = """
        <annotation><size><width>400</width><height>267</height><depth>3</depth></size>
        <object><name>with_mask</name><bndbox><xmin>29</xmin><ymin>105</ymin><xmax>82</xmax><ymax>160</ymax></bndbox></object>
        <object><name> without_mask </name><bndbox>
          <xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>
        <object><name>With Helmet</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object>
        </annotation>
        """

    @Test func `boxes of faces are read with what covers them, and others are left out`() throws {
        let annotation = try VOCAnnotation(xml: text)
        #expect(annotation.width == 400 && annotation.height == 267 && annotation.objects.count == 3)
        #expect(annotation.faces.map(\.cover) == [.mask, .bare])
        #expect(annotation.faces.map(\.box.minX) == [29, 1])
        #expect(annotation.faces.map(\.hidden) == [[.nose, .mouth], []])
    }

    @Test(
        arguments: [
            ("", "line 1: has no size as PASCAL VOC writes it"),
            (
                "<annotation><size><width>0</width><height>2</height></size></annotation>",
                "line 1: has no size as PASCAL VOC writes it"
            ),
            (
                "<size><width>9</width><height>2</height></size><object><name>a</name></object>",
                "line 1: object 1 has no name and box"
            ),
        ]
    )
    func `what is no annotation is refused`(text: String, reason: String) {
        do throws(DataError) {
            _ = try VOCAnnotation(xml: text)
            Issue.record("accepted")
        } catch {
            #expect(error.description == reason)
        }
    }
}

@Suite struct SceneManifestTests {
    private func scenes(_ text: String) throws -> [Scene] {
        let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "scenes.jsonl")
        try Data(text.utf8).write(to: file)
        return try SceneManifest.scenes(in: file.path).map { scene in
            var scene = scene
            scene.photo = scene.photo.replacing(folder.resolvingSymlinksInPath().path + "/", with: "")
                .replacing(folder.path + "/", with: "")
            return scene
        }
    }

    @Test func `a scene that is written is read back`() throws {
        let scene = Scene(
            photo: "a.jpg",
            width: 640,
            height: 480,
            faces: [
                SceneFace(box: Rect(x: 1, y: 2, width: 30.25, height: 40)),
                SceneFace(
                    box: Rect(x: 100, y: 50, width: 30, height: 40),
                    landmarks: FaceLandmarks(
                        leftEye: Point(x: 1, y: 2),
                        rightEye: Point(x: 3, y: 4),
                        nose: Point(x: 5, y: 6),
                        leftMouth: Point(x: 7, y: 8),
                        rightMouth: Point(x: 9, y: 10.5)
                    ),
                    hidden: [.nose, .mouth],
                    cover: .mask
                ),
            ],
            ignored: [Rect(x: 0, y: 0, width: 10, height: 10)]
        )
        #expect(try scenes(SceneManifest.line(scene) + "\n") == [scene])
    }

    @Test(
        arguments: [
            ("{\"photo\": \"a\", \"size\": [1, 2]}\n{", "line 2: The given data was not valid JSON"),
            ("{\"photo\": \"a\", \"size\": [1]}", "line 1: size: must be width and height"),
            ("{\"photo\": \"a\", \"size\": [1, 2], \"face\": []}", "line 1: face: unknown key 'face'"),
            (
                "{\"photo\": \"a\", \"size\": [1, 2], \"faces\": [{\"box\": [1, 2, 0, 4]}]}",
                "must be x, y, width and height"
            ),
            ("\n\n", "holds no photos of people"),
        ]
    )
    func `what is no scene is refused with its line`(text: String, reason: String) {
        do {
            _ = try scenes(text)
            Issue.record("accepted")
        } catch let error as DataError {
            #expect(error.description.contains(reason), "\(error)")
        } catch {
            Issue.record(error)
        }
    }

    @Test func `the third that is held out follows from the name`() {
        let names = (0..<3000).map { "photo\($0).png" }
        #expect((900...1100).contains(names.count { HeldOutThird.contains($0) }))
        #expect(names.filter { HeldOutThird.contains($0) } == names.filter { HeldOutThird.contains($0) })
    }
}
