public import FacePipeline

/// Embeds the photos of a data set under conditions, each photo decoded and searched once for all of them.
///
///     let laboratory = try Laboratory(reader: reader, cache: EmbeddingCache(at: folder, detector: "mtcnn"))
///     let faces = try await laboratory.embeddings(of: list.images, in: images, under: [.bare, .jpeg(quality: 30)])
///     print(faces.features[.bare]?["Ada_Lovelace/Ada_Lovelace_0001.jpg"] ?? [])
///
/// What is in the cache is not computed again. The rest is embedded in full batches across photos and conditions, by as
/// many threads as the reader has, while others decode and draw.
///
/// A face's embedding does not depend on which others are computed with it: a batch is always full, of the size the
/// embedder has, the last one filled up by repetition, since a program for another size may round differently. So a
/// run from a cache gives to the bit what a fresh one does.
///
/// That holds where every place of a batch is computed alike, as with AVX-512; without it, oneDNN's fully connected
/// layers round the last places otherwise, in the last bit.
public struct Laboratory: Sendable {
    /// The share of a photo's shorter side that stands for a face nobody found: about what LFW's faces and their margin
    /// take up.
    public static let middleShare = 0.63

    /// What becomes of a photo in which no face is found.
    public enum Undetected: Hashable, Sendable {
        /// Its middle stands for the face, as protocols that let nobody out ask for.
        case middle
        /// It is left out.
        case leftOut
    }

    /// What becomes of a photo that cannot be read.
    public enum Unreadable: Hashable, Sendable {
        /// The whole work ends with an error that names it, the first in order if there are several.
        case refused
        /// It is left out and listed.
        case leftOut
    }

    /// Finds and embeds faces; of a photo's faces, the first of those it chooses counts.
    public let reader: FaceReader
    /// Where embeddings are kept.
    public let cache: EmbeddingCache?
    /// What becomes of a photo in which no face is found.
    public var undetected: Undetected
    /// What becomes of a photo that cannot be read.
    public var unreadable: Unreadable
    /// Called from any thread when something is done; must be quick.
    public var observe: (@Sendable (LaboratoryEvent) -> Void)?

    /// Creates a laboratory.
    ///
    /// - Parameters:
    ///   - reader: Finds and embeds faces; it may not retouch photos, as conditions do that here.
    ///   - cache: Where embeddings are kept; nowhere if `nil`.
    ///   - undetected: What becomes of a photo in which no face is found.
    ///   - unreadable: What becomes of a photo that cannot be read.
    ///   - observe: Called from any thread when something is done; must be quick.
    public init(
        reader: FaceReader,
        cache: EmbeddingCache? = nil,
        undetected: Undetected = .middle,
        unreadable: Unreadable = .refused,
        observe: (@Sendable (LaboratoryEvent) -> Void)? = nil
    ) {
        precondition(reader.options.retouch == nil, "a laboratory's reader retouches nothing")
        self.reader = reader
        self.cache = cache
        self.undetected = undetected
        self.unreadable = unreadable
        self.observe = observe
    }

    /// Embeds photos under conditions.
    ///
    /// - Parameters:
    ///   - names: The photos, each once.
    ///   - folder: What the names are relative to.
    ///   - conditions: What is done to each, each once.
    /// - Returns: A vector for each photo and condition, except those left out.
    /// - Throws: ``LaboratoryError``: a photo that may not be missing, a failing engine, a cache that cannot be opened, or
    ///   ``LaboratoryError/cancelled``. A cache that fails later, as by a full disk, is told to ``observe`` and done without.
    /// - Complexity: O(*photos* x *conditions*) embeddings, those in the cache apart; memory for the result and a few
    ///   batches.
    @concurrent
    public func embeddings(
        of names: [String],
        in folder: String,
        under conditions: [Condition] = [.bare]
    ) async throws(LaboratoryError) -> LaboratoryFaces {
        let store = try LaboratoryStore(cache, reader: reader, conditions: conditions)
        let bench = Workbench(self, names: names, folder: folder, conditions: conditions, store: store)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<reader.options.threads { group.addTask { await bench.work() } }
        }
        guard !Task.isCancelled else { throw .cancelled }
        return try await bench.board.result(names: names, in: folder, conditions: conditions)
    }
}

/// What a laboratory has just done, for progress bars and messages.
public enum LaboratoryEvent: Sendable {
    /// So many embeddings were found in the cache, or are not to be had as their photo is left out.
    case known(Int)
    /// So many embeddings were computed.
    case computed(Int)
    /// The cache cannot be written any more; the work goes on without.
    case cacheLost(LaboratoryError)
}
