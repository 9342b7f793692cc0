import FaceEmbedding
import FaceGallery
import FaceNetworks

extension GalleryModel {
    /// What a gallery has to know of a model.
    init(_ model: Model) {
        guard let fingerprint = ModelFingerprint(bytes: model.fingerprint) else {
            preconditionFailure("a model's fingerprint has \(ModelFingerprint.byteCount) bytes")
        }
        self.init(
            fingerprint: fingerprint,
            name: model.card.name,
            dimension: model.card.dimension,
            distanceScale: model.card.distanceScale
        )
    }
}
