import FaceImaging
import Foundation
import Testing

@testable import FaceDetection

private let data = ProcessInfo.processInfo.environment["FACENET_DATA"]

/// What facenet-pytorch and OpenCV find on LFW photos; made by Scripts/make-detection-golden.py.
private struct GoldenPhoto: Decodable {
    struct Face: Decodable {
        var box: [Float]
        var score: Float
        var points: [[Float]]
    }

    var photo: String
    var faces: [Face]

    static func load(_ kind: DetectorKind) throws -> [GoldenPhoto] {
        let file = Bundle.module.bundleURL.appending(path: "Golden/\(kind.rawValue).json")
        return try JSONDecoder().decode([GoldenPhoto].self, from: Data(contentsOf: file))
    }
}

@Suite(.enabled(if: data != nil, "FACENET_DATA is not set"))
struct DetectorAgreementTests {
    // MTCNN drops overlapping boxes by scores that are often 1 but for the last bit, where two libraries round apart:
    // on all of LFW, 0.4 % of the faces come from another of several boxes. One of the 24 photos here is such.
    @Test(arguments: [DetectorKind.mtcnn, .yunet])
    func `finds the faces that the original finds, to a hundredth of a pixel`(kind: DetectorKind) throws {
        let folder = try #require(data)
        let detector = try kind.load(from: [folder])
        let golden = try GoldenPhoto.load(kind)
        #expect(golden.count == 24)
        var different: [String] = []
        for expected in golden {
            let photo = try Photo(contentsOf: "\(folder)/lfw/images/\(expected.photo)")
            let faces = try detector.faces(in: photo)
            guard faces.count == expected.faces.count else {
                Issue.record("\(expected.photo): \(faces.count) faces, expected \(expected.faces.count)")
                continue
            }
            for (face, golden) in zip(faces, expected.faces) {
                let box = [face.box.minX, face.box.minY, face.box.maxX, face.box.maxY]
                let points = face.landmarks.points.flatMap { [$0.x, $0.y] }
                let worst = zip(box + points, golden.box + golden.points.joined()).map { abs($0 - $1) }.max() ?? 0
                #expect(abs(face.score - golden.score) <= 1e-2, "\(expected.photo)")
                if worst > 0.01 { different.append("\(expected.photo): \(worst) pixels") }
            }
        }
        #expect(different.count <= (kind == .mtcnn ? 1 : 0), "\(different)")
    }

    @Test func `a photo in which nobody is has no face`() throws {
        for kind in [DetectorKind.mtcnn, .yunet] {
            let detector = try kind.load(from: [try #require(data)])
            #expect(try detector.faces(in: Photo(width: 200, height: 120)).isEmpty)
            #expect(try detector.faces(in: Photo(width: 1, height: 1)).isEmpty)
        }
    }

    @Test func `a face is found in a photo many times as large`() throws {
        let folder = try #require(data)
        let expected = try #require(GoldenPhoto.load(.mtcnn).first { $0.faces.count == 1 })
        let photo = try Photo(contentsOf: "\(folder)/lfw/images/\(expected.photo)")
        let large = photo.resized(width: 1501, height: 1500)
        let box = expected.faces[0].box.map { $0 * 6 }
        for kind in [DetectorKind.mtcnn, .yunet] {
            // MTCNN cuts its levels into tiles here, YuNet looks at a smaller photo.
            let faces = try kind.load(from: [folder]).faces(in: large)
            let face = Rect(minX: box[0], minY: box[1], maxX: box[2], maxY: box[3])
            #expect(faces.contains { $0.box.intersectionOverUnion(face) > 0.6 }, "\(kind)")
        }
    }
}

@Suite struct DetectorLoadingTests {
    @Test func `a detector that is nowhere is named with where it was looked for`() {
        #expect(throws: DetectionError.missingModel(detector: .mtcnn, searched: ["/nowhere"])) {
            try DetectorKind.mtcnn.load(from: ["/nowhere"])
        }
        let error = DetectionError.missingModel(detector: .yunet, searched: ["a", "b"])
        #expect(error.description == "the yunet detector was not found in a, b")
    }

    @Test func `a file that is no network is refused by its path`() throws {
        let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "yunet.onnx").path
        try Data("not a network".utf8).write(to: URL(filePath: file))
        do {
            _ = try DetectorKind.yunet.load(from: [folder.path])
            Issue.record("it was loaded")
        } catch DetectionError.unreadableModel(let path, _) {
            #expect(path == file)
        }
    }
}
