import FaceLaboratory
import FacePipeline

/// The features of every photo of a verification protocol.
struct LFWFaces {
    /// By the photo's name, `[D]`, or `[2 D]` of length sqrt(2) with the mirror image.
    private(set) var features: [String: [Float]] = [:]
    /// The photos without a detected face.
    private(set) var undetected: [String] = []
    /// The SHA-256 of each file, by the photo's name.
    private(set) var hashes: [String: [UInt8]] = [:]

    /// Embeds photos; where no face is found, the middle of the photo.
    ///
    /// - Parameters:
    ///   - names: The photos.
    ///   - folder: Where they are.
    ///   - reader: Chooses one face a photo.
    /// - Throws: ``Failure`` at the first photo that cannot be read: a protocol has no place for that.
    init(of names: [String], in folder: String, by reader: FaceReader) async throws(Failure) {
        let faces = try await Laboratory(reader: reader).watchedEmbeddings(of: names, in: folder, under: [.bare])
        hashes = faces.hashes.mapValues(\.bytes)
        undetected = faces.undetected
        features = faces.protocolFeatures(.bare, by: reader)
    }
}

extension LaboratoryFaces {
    /// The features of a condition as published figures were made.
    ///
    /// Two unit vectors one after the other are longer than one. Only plain distances notice.
    func protocolFeatures(_ condition: Condition, by reader: FaceReader) -> [String: [Float]] {
        let features = features[condition] ?? [:]
        guard reader.embedder.options.mirroring == .concatenated else { return features }
        return features.mapValues { $0.map { $0 * Float(2).squareRoot() } }
    }
}
