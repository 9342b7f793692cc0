import FaceDetection
import FaceEmbedding
import FaceEngine
import FaceGallery
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceTestSupport
import Foundation
import Synchronization

@testable import FaceRecognition

/// A detector that knows the faces of the photos it was told of, to the pixel, and finds none in others.
final class KnownFaces: FaceDetector {
    private let faces = Mutex<[Photo: [DetectedFace]]>([:])

    func add(_ found: [DetectedFace], in photo: Photo) { faces.withLock { $0[photo] = found } }

    func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] { faces.withLock { $0[photo] ?? [] } }
}

/// A gallery in a folder of its own, a detector that knows drawn people, and a network of random weights.
struct Studio {
    let folder: String
    let detector = KnownFaces()
    let people = SyntheticFaceSet(size: 112, seed: 3)

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/recognition-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Removes the folder; tests call it last.
    func close() { try? FileManager.default.removeItem(atPath: folder) }

    /// A recognizer of a new gallery, or of the one that is there, for which faces up to `threshold` are one person.
    func recognizer(
        review: EnrollmentReview = .standard,
        threshold: Float = 0.5,
        covered: Float? = nil,
        name: String = "tiny"
    ) throws -> Recognizer {
        let model = try Self.model(threshold: threshold, covered: covered, name: name)
        let reader = FaceReader(
            detector: detector,
            embedder: Embedder(model, options: .init(batchSize: 4)),
            options: FaceReader.Options(threads: 2)
        )
        let gallery = try Gallery.openOrCreate(
            folder + "/people.facegallery",
            model: GalleryModel(reader.embedder),
            options: Gallery.Options()
        )
        return try Recognizer(reader: reader, gallery: gallery, coach: EnrollmentCoach(review: review))
    }

    /// A photo of a drawn person from the front, which the detector knows; `change` draws on it before it is saved.
    func photo(
        of person: Int,
        number: Int = 0,
        faces: Int = 1,
        change: (inout Photo, FaceLandmarks) -> Void = { _, _ in }
    ) throws -> PhotoSource {
        var view = SyntheticView(seed: UInt64(person))
        view.yaw = 0.02 * Float(number)
        var (photo, landmarks) = people.person(person).photo(in: view, size: 112)
        change(&photo, landmarks)
        let found = (0..<faces).map { place in
            DetectedFace(
                box: Rect(x: 16 + Float(place), y: 12, width: 80 - Float(place), height: 92),
                landmarks: landmarks,
                score: 1 - 0.1 * Float(place)
            )
        }
        detector.add(found, in: photo)
        return .bytes(try photo.encoded(as: .png), name: "\(person)-\(number).png")
    }

    /// A model of 8x8 pixels and eight numbers, calibrated so that everything within `threshold` is one person, and
    /// everything within `covered` if the probe's mouth is hidden.
    private static func model(threshold: Float, covered: Float?, name: String) throws -> Model {
        var builder = NetworkBuilder(name: name)
        let image = try builder.input([3, 8, 8])
        let features = try builder.add(.fullyConnected(FullyConnected(outputs: 8)), to: [image], name: "features")
        let embedding = try builder.add(.l2Normalize(L2Normalize()), to: [features], name: "embedding")
        let network = builder.network(outputs: [embedding])
        var card = ModelCard(name: name, inputSize: ImageSize(8), crop: .tight, dimension: 8)
        if name != "tiny" { card.normalization.order = .bgr }
        card.impostorTail = step(at: threshold)
        card.coveredTails[.bareMouth] = covered.flatMap(step)
        return try Model(card: card, network: network, parameters: Parameters.golden(for: network))
    }

    /// Almost a step: no stranger is within the threshold, and half of them just beyond it.
    private static func step(at threshold: Float) -> ImpostorTail? {
        ImpostorTail(
            points: [
                .init(squaredDistance: threshold, falseAcceptRate: 1e-9),
                .init(squaredDistance: threshold * 1.001, falseAcceptRate: 0.5),
            ],
            level: 1000,
            exponent: 1000,
            growth: 1,
            people: 1000,
            source: "a test"
        )
    }
}
