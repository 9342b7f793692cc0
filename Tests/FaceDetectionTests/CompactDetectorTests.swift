import FaceEngine
import FaceImaging
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

@testable import FaceDetection

private let data = ProcessInfo.processInfo.environment["FACENET_DATA"]

/// The folder of the weights in this repository.
private let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Models/detector").path

@Suite struct CompactDecoderTests {
    /// A grid of 2x2 cells of 8 pixels where cell 3 says something, and the others are sure that there is nothing.
    private func faces(_ numbers: [Int: Float], threshold: Float = 0.5) -> [DetectedFace] {
        let grid = CompactGrid(stride: 8, height: 16, width: 16)
        var values = [Float](repeating: 0, count: CompactNetwork.Channel.count * grid.count)
        for cell in 0..<4 { values[cell] = -9 }
        for (channel, value) in numbers { values[channel * 4 + 3] = value }
        return values.withUnsafeBufferPointer { CompactDecoder(scoreThreshold: threshold).faces(on: grid, $0) }
    }

    @Test func `a cell's numbers become a face`() throws {
        // Units of 32 pixels, counted from (12, 12).
        let face = try #require(
            faces([0: 2, 1: 0.5, 2: -0.25, 3: 0.693_147_2, 5: -0.125, 6: 0.25, 15: 9, 16: -9, 20: 1, 21: 3]).first
        )
        #expect(abs(face.score - 0.880_797) < 1e-5)
        #expect(abs(face.box.width - 64) < 1e-3 && abs(face.box.height - 32) < 1e-3)
        #expect(abs(face.box.center.x - 28) < 1e-3 && abs(face.box.center.y - 4) < 1e-3)
        // Cells count from the corners of pixels, landmarks from their centers.
        #expect(face.landmarks.leftEye == Point(x: 7.5, y: 19.5))
        #expect(face.landmarks.nose == Point(x: 11.5, y: 11.5))
        let visibility = try #require(face.visibility)
        #expect(visibility.leftEye > 0.99 && visibility.rightEye < 0.01 && visibility.nose == 0.5)
        #expect(visibility.hidden == [.rightEye])
        #expect(face.cover == .mask)
    }

    @Test func `what is less sure than the threshold is no face`() {
        #expect(faces([0: 0.01]).count == 1 && faces([0: -0.01]).isEmpty)
        #expect(faces([0: -2], threshold: 0.1).count == 1)
        #expect(faces([0: 30], threshold: 1).count == 1)
    }

    @Test func `sights that agree become one face, and their mean`() throws {
        func face(_ x: Float, _ score: Float) -> DetectedFace {
            let point = Point(x: x, y: 5)
            return DetectedFace(
                box: Rect(x: x, y: 0, width: 20, height: 20),
                landmarks: FaceLandmarks(
                    leftEye: point,
                    rightEye: point,
                    nose: point,
                    leftMouth: point,
                    rightMouth: point
                ),
                score: score,
                cover: .other
            )
        }
        let found = CompactDecoder.distinct([face(0, 0.4), face(3, 0.8), face(100, 0.6)], overlapThreshold: 0.4)
        #expect(found.map(\.score) == [0.8, 0.6])
        #expect(abs(found[0].box.minX - 2) < 1e-5 && abs(found[0].landmarks.nose.x - 2) < 1e-5)
        #expect(found[0].cover == .other && found[1] == face(100, 0.6))
        #expect(CompactDecoder.distinct([], overlapThreshold: 0.4).isEmpty)
    }
}

@Suite struct CompactDetectorTests {
    private func tiny() throws -> CompactDetector {
        let network = CompactNetwork(stem: [8, 8], stages: [8, 8, 8, 8], heads: [8, 8, 8, 8])
        let parameters = Parameters.golden(for: try network.network(rows: 64, columns: 64))
        return CompactDetector(
            try DetectorModel(card: DetectorCard(name: "tiny", network: network), parameters: parameters)
        )
    }

    @Test(arguments: [(1, 1), (3, 700), (65, 64), (1500, 20)])
    func `photos of any size are looked at`(width: Int, height: Int) throws {
        var detector = try tiny()
        detector.options.scoreThreshold = 0
        let faces = try detector.faces(in: Photo(width: width, height: height))
        #expect(faces.allSatisfy { $0.score >= 0 && $0.visibility != nil && $0.cover != nil })
    }

    /// Pixels that look like nothing, the same ones for a seed.
    private func noise(_ seed: UInt64, width: Int, height: Int) -> Photo {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return Photo(width: width, height: height, pixels: pixels)
    }

    @Test func `without ranges it computes in floats, and int8 is refused`() throws {
        var detector = try tiny()
        #expect(detector.precision == .fastest)
        detector.options.precision = .int8
        #expect(detector.precision == .int8)
        let photo = noise(1, width: 64, height: 64)
        #expect(throws: DetectionError.engine(.notCalibrated)) { try detector.faces(in: photo) }
    }

    @Test func `with ranges it computes in integers where there is no bf16, and sees nearly the same`() throws {
        var model = try tiny().model
        let photos = (0..<4).map { noise($0, width: 96, height: 64) }
        let calibration = try CompactDetector(model).calibration(on: photos)
        // What the first layer reads, and what the last ones read and write, stays in floats.
        let stages = ["stage8", "stage16", "stage32", "stage64"].flatMap { ["\($0).down.conv", "\($0).block.conv"] }
        #expect(Set(calibration.ranges.keys) == Set(stages + ["stem1.conv", "stem2.conv"]))
        model.card.calibration = calibration
        var detector = CompactDetector(model)
        #expect(detector.precision == (Precision.fastest == .bf16 ? .bf16 : .int8))
        // All that is said of each photo, the surest first, and nothing left out.
        (detector.options.scoreThreshold, detector.options.overlapThreshold) = (0, 1)
        (detector.options.closeSide, detector.options.overviewSide) = (0, 0)
        for photo in photos {
            detector.options.precision = .fp32
            let exact = try detector.faces(in: photo)
            detector.options.precision = .int8
            let rounded = try detector.faces(in: photo)
            #expect(exact.count == rounded.count && exact != rounded)
            for (one, other) in zip(exact, rounded) { #expect(abs(one.score - other.score) < 0.02) }
        }
    }

    @Test func `several tasks look at once, and see the same`() async throws {
        var detector = try tiny()
        detector.options.scoreThreshold = 0.3
        let photo = Photo(width: 90, height: 70, filledWith: Color(red: 90, green: 20, blue: 200))
        let finder = detector
        let expected = try finder.faces(in: photo)
        try await withThrowingTaskGroup(of: [DetectedFace].self) { group in
            for _ in 0..<8 { group.addTask { try finder.faces(in: photo) } }
            for try await faces in group { #expect(faces == expected) }
        }
    }
}

@Suite(.enabled(if: DetectorKind.default.files(in: [shipped]) != nil, "Models/detector has no weights"))
struct ShippedDetectorTests {
    @Test func `a photo without faces has none`() throws {
        let detector = try DetectorKind.default.load(from: [shipped])
        for size in [16, 100, 640] {
            #expect(try detector.faces(in: Photo(width: size, height: size * 3 / 4)).isEmpty)
        }
    }

    @Test(.enabled(if: data != nil, "FACENET_DATA is not set"))
    func `finds the faces of LFW where MTCNN does`() throws {
        let folder = try #require(data)
        let (own, other) = (try DetectorKind.default.load(from: [shipped]), try DetectorKind.mtcnn.load(from: [folder]))
        let images = "\(folder)/lfw/images"
        let people = try FileManager.default.contentsOfDirectory(atPath: images).sorted()
        let names = stride(from: 0, to: people.count, by: max(people.count / 60, 1)).map { people[$0] }
        var (both, missed): (Int, [String]) = (0, [])
        var distances: [Float] = []
        for name in names {
            let path = "\(images)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            let file =
                isFolder.boolValue
                ? "\(path)/\(try FileManager.default.contentsOfDirectory(atPath: path).sorted()[0])" : path
            let photo = try Photo(contentsOf: file)
            let expected = FaceChoice.central(try other.faces(in: photo), width: photo.width, height: photo.height)
            guard let expected = expected.first else { continue }
            let found = try own.faces(in: photo).max {
                $0.box.intersectionOverUnion(expected.box) < $1.box.intersectionOverUnion(expected.box)
            }
            guard let found, found.box.intersectionOverUnion(expected.box) > 0.5 else {
                missed.append(name)
                continue
            }
            both += 1
            let eyes = expected.landmarks.leftEye.distance(to: expected.landmarks.rightEye)
            let sum = zip(found.landmarks.points, expected.landmarks.points).reduce(0) { $0 + $1.0.distance(to: $1.1) }
            distances.append(sum / 5 / eyes)
        }
        #expect(both > 40 && missed.count <= 1, "missed \(missed)")
        // The card says 0.053 over all of LFW.
        #expect(distances.sorted()[distances.count / 2] <= 0.06)
    }

    /// The first photo of each of some people of LFW, evenly among all of them.
    private func portraits(about count: Int, in folder: String) throws -> [String] {
        let images = "\(folder)/lfw/images"
        let people = try FileManager.default.contentsOfDirectory(atPath: images).sorted()
        return stride(from: 0, to: people.count, by: max(people.count / count, 1)).compactMap { place in
            let person = "\(images)/\(people[place])"
            return (try? FileManager.default.contentsOfDirectory(atPath: person).min()).map { "\(person)/\($0)" }
        }
    }

    @Test(.enabled(if: data != nil, "FACENET_DATA is not set"))
    func `a closer look finds smaller faces, and says where they are in the photo`() throws {
        let folder = try #require(data)
        var detector = try CompactDetector(folder: shipped)
        var (close, far) = (0, 0)
        for path in try portraits(about: 30, in: folder) {
            // A face of about 15 pixels in the lower right of a gray photo.
            let portrait = try Photo(contentsOf: path).resized(width: 36, height: 36, filter: .area)
            var pixels = [UInt8](repeating: 128, count: 320 * 240 * 3)
            portrait.withUnsafePixels { source in
                for row in 0..<36 {
                    let start = ((row + 180) * 320 + 240) * 3
                    pixels.replaceSubrange(start..<start + 36 * 3, with: source[row * 36 * 3..<(row + 1) * 36 * 3])
                }
            }
            let photo = Photo(width: 320, height: 240, pixels: pixels)
            func isThere(_ face: DetectedFace) -> Bool {
                abs(face.box.center.x - 258) < 9 && abs(face.box.center.y - 198) < 9 && face.box.width < 36
            }
            detector.options.closeSide = 640
            if try detector.faces(in: photo).contains(where: isThere) { close += 1 }
            detector.options.closeSide = 0
            if try detector.faces(in: photo).contains(where: isThere) { far += 1 }
        }
        #expect(close > far, "\(close) against \(far)")
    }

    @Test(.enabled(if: data != nil, "FACENET_DATA is not set"))
    func `in int8 it finds the faces that it finds in fp32, where they are`() throws {
        let folder = try #require(data)
        var exact = try CompactDetector(folder: shipped)
        var rounded = exact
        (exact.options.precision, rounded.options.precision) = (.fp32, .int8)
        var (seen, missed, errors): (Int, Int, [Float]) = (0, 0, [])
        for path in try portraits(about: 60, in: folder) {
            let photo = try Photo(contentsOf: path)
            let faces = try rounded.faces(in: photo)
            for face in try exact.faces(in: photo) {
                seen += 1
                guard let same = faces.first(where: { $0.box.intersectionOverUnion(face.box) > 0.8 }) else {
                    missed += 1
                    continue
                }
                let eyes = face.landmarks.leftEye.distance(to: face.landmarks.rightEye)
                let points = zip(face.landmarks.points, same.landmarks.points)
                errors.append(points.reduce(0) { $0 + $1.0.distance(to: $1.1) / 5 / eyes })
            }
        }
        #expect(seen > 60 && missed <= 2, "missed \(missed) of \(seen)")
        let median = errors.sorted()[errors.count / 2]
        #expect(median > 0 && median < 0.015, "points are off by \(median) of the eyes' distance")
    }

    @Test(.enabled(if: data != nil, "FACENET_DATA is not set"))
    func `points behind a mask are moved back, and those of a bare face are not`() throws {
        let folder = try #require(data)
        let detector = try CompactDetector(folder: shipped)
        let shift = detector.options.maskShift
        #expect(shift.count == 10)
        var plain = detector
        plain.options.maskShift = []
        let kinds: [Occluder.Kind] = [.surgicalMask, .clothMask, .ffpMask]
        var (errors, bareCount): ([Float], Int) = ([], 0)
        for (number, path) in try portraits(about: 60, in: folder).enumerated() {
            let photo = try Photo(contentsOf: path)
            guard let bare = FaceChoice.central(try detector.faces(in: photo), width: 250, height: 250).first,
                let place = bare.alignment(width: 112, height: 112), let back = place.inverse
            else { continue }
            if bare.cover == .bare {
                bareCount += 1
                #expect(try plain.faces(in: photo).contains(bare))
            }
            var masked = photo
            Occluder(kind: kinds[number % 3], seed: UInt64(number)).draw(onto: &masked, landmarks: bare.landmarks)
            let found = try plain.faces(in: masked).filter { $0.cover == .mask }
            #expect(
                try detector.faces(in: masked).filter { $0.cover == .mask } == found.map { $0.unshifted(by: shift) }
            )
            let same = found.max { $0.box.intersectionOverUnion(bare.box) < $1.box.intersectionOverUnion(bare.box) }
            guard let same, same.box.intersectionOverUnion(bare.box) > 0.4,
                let transform = same.unshifted(by: shift).alignment(width: 112, height: 112)
            else { continue }
            // How far the corners of the crop are from where they should be, in its pixels.
            let corners = [(0, 0), (112, 0), (0, 112), (112, 112)].map { Point(x: $0.0, y: $0.1) }
            errors.append(corners.reduce(0) { $0 + transform(back($1)).distance(to: $1) / 4 })
        }
        #expect(bareCount > 40 && errors.count > 45)
        #expect(errors.sorted()[errors.count / 2] < 4.5)
    }

    /// A face may fill a phone's or a laptop's whole picture, or a small photo that somebody cut at the face.
    @Test(
        .enabled(if: data != nil, "FACENET_DATA is not set"),
        arguments: [100, 150, 200, 256, 320, 330, 400, 480, 512, 640, 1200]
    )
    func `a face that fills the photo is found, and its points are where they are`(side: Int) throws {
        let folder = try #require(data)
        let detector = try CompactDetector(folder: shipped)
        var (seen, missed, errors): (Int, Int, [Float]) = (0, 0, [])
        for path in try portraits(about: 30, in: folder) {
            // LFW's faces are in the middle, about 110 pixels high.
            let photo = try Photo(contentsOf: path)
            let faces = try detector.faces(in: photo)
            guard let expected = FaceChoice.central(faces, width: photo.width, height: photo.height).first else {
                continue
            }
            seen += 1
            let region = PixelRegion(x: 60, y: 60, width: 130, height: 130)
            let large = photo.cropped(to: region).resized(width: side, height: side)
            let scale = Float(130) / Float(side)
            guard let face = try detector.faces(in: large).first?.scaled(x: scale, y: scale) else {
                missed += 1
                continue
            }
            let points = zip(face.landmarks.points, expected.landmarks.points)
            let eyes = expected.landmarks.leftEye.distance(to: expected.landmarks.rightEye)
            let error = points.reduce(0) { sum, pair in
                sum + Point(x: pair.0.x + 60, y: pair.0.y + 60).distance(to: pair.1) / 5 / eyes
            }
            errors.append(error)
        }
        let median = errors.sorted()[errors.count / 2]
        #expect(seen > 25 && missed <= 1, "missed \(missed) of \(seen)")
        #expect(median < 0.08, "points are off by \(median) of the eyes' distance")
    }
}
