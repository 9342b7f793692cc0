import FaceDetection
import FaceEngine
import FaceImaging
import FaceNetworks
import FacePipeline

/// Cuts faces out of photos to measure a model's activations on.
struct CropSampler: Sendable {
    /// How many photos are looked at.
    static let photoCount = 96

    private let detector: any FaceDetector
    private let embedder: Embedder
    private let choice: FaceChoice
    private let threads: Int

    /// Creates a sampler of the faces that `choice` means.
    init(detector: any FaceDetector, model: Model, choice: FaceChoice, threads: Int) {
        (self.detector, self.choice, self.threads) = (detector, choice, threads)
        embedder = Embedder(model)
    }

    /// Measures the ranges that int8 needs on the faces of the first photos, and says on how many.
    func calibration(on photos: [String], path: String) async throws -> (Calibration, count: Int) {
        var crops: [Photo] = []
        try await OrderedWork.run(Array(photos.prefix(Self.photoCount)), width: threads) { photo in
            self.crops(in: photo)
        } sink: {
            crops += $0
        }
        guard !crops.isEmpty else { throw Failure(path, "int8 needs a calibration, and no photo shows a face") }
        do throws(PipelineError) {
            return (try Embedder.calibration(of: embedder.model, on: crops, threads: threads), crops.count)
        } catch {
            throw Failure(path, error)
        }
    }

    /// The crops of a photo's faces, none if it cannot be read: whoever reads it for good will say so.
    private func crops(in path: String) -> [Photo] {
        guard let photo = try? Photo(contentsOf: path), let faces = try? detector.faces(in: photo) else { return [] }
        return choice(faces, width: photo.width, height: photo.height).compactMap { embedder.crop($0, from: photo) }
    }
}
