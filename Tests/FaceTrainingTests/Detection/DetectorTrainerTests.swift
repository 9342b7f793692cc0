import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation
import Synchronization
import Testing

@testable import FaceTraining

/// A folder with scenes that have been drawn: dark faces with two eyes and a mouth on a bright ground.
private struct DrawnScenes {
    let folder: URL

    init(count: Int = 6) throws {
        folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var lines = ""
        for number in 0..<count {
            let (photo, face) = Self.draw(number)
            try photo.write(to: folder.appending(path: "\(number).png").path, as: .png)
            let scene = Scene(photo: "\(number).png", width: photo.width, height: photo.height, faces: [face])
            lines += try SceneManifest.line(scene)
        }
        try Data(lines.utf8).write(to: manifest)
    }

    var manifest: URL { folder.appending(path: "scenes.jsonl") }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    private static func draw(_ number: Int) -> (Photo, SceneFace) {
        var photo = Photo(width: 96, height: 96, filledWith: Color(red: 200, green: 210, blue: 190))
        let (x, y, side) = (18 + 5 * number, 30 - 3 * number, 36)
        func fill(_ left: Int, _ top: Int, _ width: Int, _ height: Int, _ value: UInt8) {
            for row in top..<top + height {
                for column in left..<left + width where (0..<96).contains(row) && (0..<96).contains(column) {
                    photo[column, row] = Color(red: value, green: value, blue: value)
                }
            }
        }
        fill(x, y, side, side, 90)
        fill(x + 7, y + 10, 5, 4, 10)
        fill(x + 24, y + 10, 5, 4, 10)
        fill(x + 10, y + 26, 16, 3, 240)
        func point(_ dx: Float, _ dy: Float) -> Point { Point(x: Float(x) + dx, y: Float(y) + dy) }
        let face = SceneFace(
            box: Rect(x: Float(x), y: Float(y), width: Float(side), height: Float(side)),
            landmarks: FaceLandmarks(
                leftEye: point(9, 11.5),
                rightEye: point(26, 11.5),
                nose: point(17.5, 19),
                leftMouth: point(10, 27),
                rightMouth: point(25.5, 27)
            ),
            hidden: [],
            cover: .bare
        )
        return (photo, face)
    }

    func configuration(output: String, steps: Int) -> DetectorConfiguration {
        var configuration = DetectorConfiguration()
        configuration.network = CompactNetwork(stem: [8, 8], stages: [16, 16, 16, 16], heads: [16, 16, 16, 16])
        configuration.data.scenes = [.init(manifest: manifest.path)]
        configuration.data.validation = manifest.path
        configuration.augmentation.mosaic = 0.3
        configuration.augmentation.singleFaces = 24...44
        configuration.augmentation.portraitFaces = 24...44
        configuration.augmentation.mosaicFaces = 16...30
        configuration.augmentation.photo = .none
        configuration.batch = 4
        configuration.side = 64
        configuration.schedule = Schedule(rate: 0.004, warmUp: 5)
        configuration.run.steps = steps
        configuration.run.threads = 1
        configuration.run.precision = .fp32
        configuration.run.average = 0.9
        configuration.validateEvery = 0
        configuration.output = folder.appending(path: output).path
        return configuration
    }
}

@Suite struct DetectorTrainerTests {
    @Test func `a short training learns, and writes a model that finds what it learned`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let losses = Mutex<[Double]>([])
        let trainer = try DetectorTrainer(scenes.configuration(output: "run", steps: 60)) { event in
            if case .stepped(let record) = event { losses.withLock { $0.append(record.loss) } }
        }
        let ending = try trainer.run()
        let all = losses.withLock { $0 }
        #expect(all.count == 60)
        let (early, late) = (all[0..<10].reduce(0, +), all[50..<60].reduce(0, +))
        #expect(late < 0.6 * early, "\(early / 10) at first, \(late / 10) at the end")
        guard case .finished(let folder) = ending else {
            Issue.record("it ended otherwise")
            return
        }
        let model = try DetectorModel(folder: folder)
        #expect(model.card.network.stages == [16, 16, 16, 16])
        #expect(model.parameters["grid8.weight"]?.scalarType == .bfloat16)
        #expect(model.parameters["grid8.bias"]?.scalarType == .float32)
        #expect(trainer.lastTrial?.scenes == 4)
    }

    @Test func `a training that is resumed goes on bit for bit`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let whole = try DetectorTrainer(scenes.configuration(output: "whole", steps: 8))
        _ = try whole.run()
        let first = try DetectorTrainer(scenes.configuration(output: "parts", steps: 8))
        var asked = 0
        let ending = try first.run {
            asked += 1
            return asked > 4
        }
        #expect(ending == .interrupted && first.step == 4)
        let second = try DetectorTrainer(scenes.configuration(output: "parts", steps: 8), start: .resume)
        #expect(second.step == 4)
        _ = try second.run()
        let (expected, actual) = (whole.bestParameters, second.bestParameters)
        for name in expected.names {
            #expect(expected[name]?.tensor.scalars == actual[name]?.tensor.scalars, "\(name)")
        }
        let log = try String(contentsOfFile: "\(scenes.folder.path)/parts/log.jsonl", encoding: .utf8)
        #expect(log.split(separator: "\n").count { $0.contains("\"step\":{") } == 8)
    }

    @Test func `a detector is a start for another training, if it has the same widths`() throws {
        let scenes = try DrawnScenes(count: 2)
        defer { scenes.remove() }
        guard case .finished(let folder) = try DetectorTrainer(scenes.configuration(output: "run", steps: 3)).run()
        else {
            Issue.record("it ended otherwise")
            return
        }
        let model = try DetectorModel(folder: folder)
        var configuration = scenes.configuration(output: "next", steps: 1)
        configuration.initialize = folder
        let next = try DetectorTrainer(configuration).program.parameters()
        for name in model.parameters.names {
            #expect(next[name]?.tensor.scalars == model.parameters[name]?.tensor.scalars, "\(name)")
        }
        configuration.initialize = "default"
        let reason = "default has other widths"
        #expect(
            throws: TrainingFailure("network", .configuration(.value(place: "network", reason: reason)))
        ) { _ = try DetectorTrainer(configuration) }
        configuration.initialize = "\(folder)/none"
        #expect(throws: TrainingFailure.self) { _ = try DetectorTrainer(configuration) }
    }

    @Test func `a folder with a training in it is not trained into by accident`() throws {
        let scenes = try DrawnScenes(count: 2)
        defer { scenes.remove() }
        var configuration = scenes.configuration(output: "run", steps: 1)
        _ = try DetectorTrainer(configuration).run()
        #expect(throws: TrainingFailure(configuration.output, .occupied)) { _ = try DetectorTrainer(configuration) }
        configuration.loss.box = 3
        #expect(throws: TrainingFailure.self) { _ = try DetectorTrainer(configuration, start: .resume) }
        _ = try DetectorTrainer(configuration, start: .restart).run()
    }

    @Test func `a training without scenes, or with none that can be read, says so`() throws {
        let scenes = try DrawnScenes(count: 1)
        defer { scenes.remove() }
        var configuration = scenes.configuration(output: "run", steps: 1)
        configuration.data.scenes = []
        #expect(throws: TrainingFailure("data", .configuration(.value(place: "scenes", reason: "names no manifest")))) {
            _ = try DetectorTrainer(configuration)
        }
        configuration = scenes.configuration(output: "other", steps: 1)
        try FileManager.default.removeItem(at: scenes.folder.appending(path: "0.png"))
        #expect(throws: TrainingFailure(configuration.output, .data(.nothingReadable))) {
            _ = try DetectorTrainer(configuration).run()
        }
    }
}

@Suite struct SceneComposerTests {
    private func composer(_ scenes: DrawnScenes, _ change: (inout SceneAugmentation) -> Void = { _ in }) throws
        -> SceneComposer
    {
        var augmentation = SceneAugmentation()
        augmentation.photo = .none
        augmentation.occluders = 0
        change(&augmentation)
        let parts = [(scenes: try SceneManifest.scenes(in: scenes.manifest.path), weight: Float(1))]
        return SceneComposer(parts: parts, side: 128, augmentation: augmentation, cache: PhotoCache(limit: 1 << 20))
    }

    /// The drawn mouth is the brightest there is, the eyes are the darkest: points lie on them, turned and mirrored or not.
    @Test func `points stay on what they point at`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let composer = try composer(scenes) { augmentation in
            (augmentation.mosaic, augmentation.portraits) = (0.5, 0)
            augmentation.singleFaces = 50...70
            augmentation.mosaicFaces = 40...50
        }
        var seen = 0
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let picture = try composer.picture(using: &generator)
            for face in picture.faces {
                let landmarks = try #require(face.landmarks)
                #expect(landmarks.leftEye.x < landmarks.rightEye.x)
                for eye in [landmarks.leftEye, landmarks.rightEye] {
                    let (x, y) = (Int(eye.x.rounded()), Int(eye.y.rounded()))
                    // In a mosaic a neighbor may lie over it.
                    guard (2..<126).contains(x), (2..<126).contains(y), picture.faces.count == 1 else { continue }
                    seen += 1
                    #expect(picture.photo[x, y].red < 70, "seed \(seed)")
                }
            }
        }
        #expect(seen > 20)
    }

    @Test func `masks are pulled up as far as they are told to be, and nothing else changes`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let composers = try [Float(0), 1].map { rise in
            try composer(scenes) { augmentation in
                augmentation.occluders = 1
                augmentation.maskRise = rise...rise
            }
        }
        var (same, other) = (0, 0)
        for seed in 0..<40 as Range<UInt64> {
            let pictures = try composers.map { composer in
                var generator = SeededGenerator(seed: seed)
                return try composer.picture(using: &generator)
            }
            if pictures[0].photo == pictures[1].photo {
                same += 1
            } else {
                other += 1
                #expect(pictures[1].faces.contains { $0.cover == .mask }, "seed \(seed)")
            }
        }
        #expect(same > 4 && other > 4, "\(same) the same, \(other) not")
    }

    @Test func `one generator makes one picture`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let composer = try composer(scenes) { $0.occluders = 1 }
        func picture(_ seed: UInt64) throws -> SceneComposer.Picture {
            var generator = SeededGenerator(seed: seed)
            return try composer.picture(using: &generator)
        }
        #expect(try picture(3).photo == picture(3).photo)
        #expect(try picture(3).faces == picture(3).faces)
        #expect(try picture(3).photo != picture(4).photo)
    }

    @Test func `what is drawn before a face is known to hide it`() throws {
        let scenes = try DrawnScenes()
        defer { scenes.remove() }
        let composer = try composer(scenes) { $0.occluders = 1 }
        var (covers, blind): (Set<FaceCover>, Int) = ([], 0)
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(seed))
            for face in try composer.picture(using: &generator).faces {
                if let cover = face.cover { covers.insert(cover) }
                guard face.cover == .sunglasses, let hidden = face.hidden else { continue }
                // An eye that is not in the picture is not hidden by anything in it.
                #expect(!hidden.contains(.mouth))
                if hidden.isSuperset(of: [.leftEye, .rightEye]) { blind += 1 }
            }
        }
        #expect(covers == Set(FaceCover.allCases) && blind > 0)
    }
}
