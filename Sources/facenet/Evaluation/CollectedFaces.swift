import FaceLaboratory
import FacePipeline

/// The features of photos that stand for something together: the frames of a video, the images of a template.
struct CollectedFaces {
    /// By the photo's name, `[D]`; a photo without a face has none, unless none of its collection has.
    private(set) var features: [String: [Float]]
    /// The photos without a detected face.
    let undetected: [String]
    /// How many collections have no photo with a face, and are taken by the middles of their photos.
    let faceless: Int
    /// The files' contents.
    let hashes: [String: PhotoHash]

    /// Embeds photos.
    ///
    /// - Parameters:
    ///   - collections: The photos of each collection.
    ///   - folder: What their names are relative to.
    ///   - reader: Chooses one face a photo.
    ///   - options: Where embeddings are kept.
    /// - Throws: ``Failure`` at the first photo that cannot be read.
    init(
        _ collections: [[String]],
        in folder: String,
        by reader: FaceReader,
        options: PairProtocolOptions
    ) async throws(Failure) {
        var seen: Set<String> = []
        let names = collections.joined().filter { seen.insert($0).inserted }
        let faces = try await options.faces(of: names, in: folder, by: reader, undetected: .leftOut)
        features = faces.protocolFeatures(.bare, by: reader)
        undetected = faces.undetected
        hashes = faces.hashes
        let known = features
        let empty = collections.filter { $0.allSatisfy { known[$0] == nil } }
        faceless = empty.count
        guard !empty.isEmpty else { return }
        var again: Set<String> = []
        let middles = try await options.faces(
            of: empty.joined().filter { again.insert($0).inserted },
            in: folder,
            by: reader
        )
        features.merge(middles.protocolFeatures(.bare, by: reader)) { found, _ in found }
    }

    /// What is to be said of photos without faces.
    func notes(_ collection: String) -> [String] {
        guard !undetected.isEmpty else { return [] }
        let rest =
            faceless > 0 ? "; \(faceless) \(collection) have no other, and are taken by the middle of each photo" : ""
        return ["\(undetected.count) photos have no detected face and are left out\(rest)"]
    }
}
