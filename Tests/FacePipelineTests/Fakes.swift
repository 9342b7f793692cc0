import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceTestSupport
import Synchronization

/// A detector that finds as many faces as the photo's first pixel is red, each a little further to the right.
struct RedDetector: FaceDetector {
    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let count = Int(photo[0, 0].red)
        if count == 255 { throw .engine(.notCalibrated) }
        return (0..<count).map { place in
            let box = Rect(x: Float(place % 8), y: 0, width: 8, height: 8)
            let corner = Point(x: box.minX, y: 0)
            return DetectedFace(
                box: box,
                landmarks: FaceLandmarks(
                    leftEye: corner,
                    rightEye: corner,
                    nose: corner,
                    leftMouth: corner,
                    rightMouth: corner
                ),
                score: 1 / Float(place + 1)
            )
        }
    }
}

/// A model of 8x8 pixels and four numbers.
func tinyModel() throws -> Model {
    var builder = NetworkBuilder(name: "tiny")
    let image = try builder.input([3, 8, 8])
    let features = try builder.add(.fullyConnected(FullyConnected(outputs: 4)), to: [image], name: "features")
    let embedding = try builder.add(.l2Normalize(L2Normalize()), to: [features], name: "embedding")
    let network = builder.network(outputs: [embedding])
    let card = ModelCard(name: "tiny", inputSize: ImageSize(8), crop: .tight, dimension: 4)
    return try Model(card: card, network: network, parameters: Parameters.golden(for: network))
}

/// A PNG of 16x8 pixels that the fake detector finds `faces` in, with a pattern of its own.
func photo(faces: Int, pattern: Int) throws -> PhotoSource {
    var photo = Photo(width: 16, height: 8)
    for y in 0..<8 {
        for x in 0..<16 {
            photo[x, y] = Color(
                red: UInt8((x * y * 7 + pattern) % 256),
                green: UInt8((pattern * 31 + x * 5) % 256),
                blue: UInt8((y * 11 + pattern * 3) % 256)
            )
        }
    }
    photo[0, 0].red = UInt8(faces)
    return .bytes(try photo.encoded(as: .png), name: "photo \(pattern)")
}

/// A reader of the tiny model with small batches.
func tinyReader(
    threads: Int = 2,
    batchSize: Int = 4,
    mirroring: Embedder.Mirroring = .none,
    observe: (@Sendable (PipelineEvent) -> Void)? = nil
) throws -> FaceReader {
    FaceReader(
        detector: RedDetector(),
        embedder: Embedder(try tinyModel(), options: Embedder.Options(batchSize: batchSize, mirroring: mirroring)),
        options: FaceReader.Options(threads: threads, observe: observe)
    )
}
