public import FaceEmbedding
public import FaceGallery
import FaceNetworks
import FacePipeline

extension Recognizer {
    /// What decisions rest on: the model's calibration, else the gallery's own people, else an assumption.
    ///
    /// Strangers in masks come as near to bare faces at another rate than bare strangers do: a model calibrated by what
    /// can be seen of a face (`facenet calibrate`) has a tail for each. Enrolled faces are taken to be bare, as the coach
    /// sees to. Where the model has no tail for the probe's kind, the one of bare faces serves, and
    /// ``Thresholds/pairing`` says so.
    ///
    /// Kept until the gallery has grown or shrunk by a quarter.
    ///
    /// - Parameters:
    ///   - snapshot: Of this recognizer's gallery.
    ///   - visibility: What can be seen of the face that is looked up.
    /// - Returns: Thresholds, on what basis, and for which faces.
    /// - Throws: What the store throws.
    public func thresholds(
        for snapshot: GallerySnapshot,
        probe visibility: FaceVisibility = .bare
    ) throws(GalleryError) -> Thresholds {
        let pairing = FacePairing(.bare, visibility)
        if let tail = reader.embedder.model.card.tail(for: pairing) { return Thresholds(model: tail, pairing: pairing) }
        return try thresholdCache.thresholds(for: snapshot, model: tail)
    }

    /// What can be seen of a face, by the coach's limits; bare if it could not be measured.
    func visibility(of quality: FaceQuality?) -> FaceVisibility { quality?.visibility(limits: coach.limits) ?? .bare }
}
