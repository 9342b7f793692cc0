import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceTestSupport
import Foundation
import Synchronization

/// A detector that finds one face where drawn faces have theirs, and none in a photo whose first pixel is pure blue.
final class DrawnFaceDetector: FaceDetector {
    private let calls = Mutex(0)

    /// How many photos were searched.
    var callCount: Int { calls.withLock { $0 } }

    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        calls.withLock { $0 += 1 }
        if photo[0, 0] == Color(red: 0, green: 0, blue: 255) { return [] }
        let side = Float(photo.width)
        func point(_ x: Float, _ y: Float) -> Point { Point(x: x * side, y: y * side) }
        let landmarks = FaceLandmarks(
            leftEye: point(0.35, 0.4),
            rightEye: point(0.65, 0.4),
            nose: point(0.5, 0.58),
            leftMouth: point(0.38, 0.72),
            rightMouth: point(0.62, 0.72)
        )
        let box = Rect(x: side * 0.15, y: side * 0.1, width: side * 0.7, height: side * 0.85)
        return [DetectedFace(box: box, landmarks: landmarks, score: 0.9)]
    }
}

/// A detector that knows some photos, and finds in others what `covered` makes of the drawn face.
struct WaryDetector: FaceDetector {
    let drawn = DrawnFaceDetector()
    var known: Set<Photo>
    var covered: @Sendable (DetectedFace) -> DetectedFace?

    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let faces = try drawn.faces(in: photo)
        return known.contains(photo) ? faces : faces.compactMap(covered)
    }
}

/// A model of 16x16 pixels and four numbers, its bias shifted by `shift`.
func tinyModel(shift: Float = 0) throws -> Model {
    var builder = NetworkBuilder(name: "tiny")
    let image = try builder.input([3, 16, 16])
    let features = try builder.add(.fullyConnected(FullyConnected(outputs: 4)), to: [image], name: "features")
    let embedding = try builder.add(.l2Normalize(L2Normalize()), to: [features], name: "embedding")
    let network = builder.network(outputs: [embedding])
    let card = ModelCard(name: "tiny", inputSize: ImageSize(16), crop: .tight, dimension: 4)
    var parameters = Parameters.golden(for: network)
    if shift != 0, var bias = parameters["features.bias"]?.tensor {
        bias.scalars[0] += shift
        parameters["features.bias"] = Parameter(bias)
    }
    return try Model(card: card, network: network, parameters: parameters)
}

/// A reader of the tiny model with small batches.
func tinyReader(
    _ model: Model? = nil,
    detector: any FaceDetector = DrawnFaceDetector(),
    threads: Int = 2,
    batchSize: Int = 4
) throws -> FaceReader {
    FaceReader(
        detector: detector,
        embedder: Embedder(try model ?? tinyModel(), options: Embedder.Options(batchSize: batchSize)),
        options: FaceReader.Options(choice: .central, threads: threads)
    )
}

/// A folder of its own, gone when the test is over.
final class TemporaryFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes drawn faces of `count` people, one photo each; in the last `faceless` nobody is found.
    func addPhotos(_ count: Int, faceless: Int = 0) throws -> [String] {
        try (0..<count).map { index in
            var photo = SyntheticFaceSet(size: 64).sample(0, of: index).photo
            photo[0, 0] = index >= count - faceless ? Color(red: 0, green: 0, blue: 255) : .black
            try photo.write(to: "\(path)/\(index).png")
            return "\(index).png"
        }
    }

    /// The files in the folder, sorted.
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}
