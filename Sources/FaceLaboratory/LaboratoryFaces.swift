/// The faces of a data set under conditions.
public struct LaboratoryFaces: Sendable {
    /// A photo that was left out.
    public struct Failure: Hashable, Sendable {
        /// The photo.
        public var name: String
        /// Why.
        public var reason: String
    }

    /// By condition and photo, `[D]` of unit length, or `[2 D]` if the reader concatenates mirror images.
    public var features: [Condition: [String: [Float]]]
    /// The photos without a detected face, in the order asked for.
    public var undetected: [String]
    /// By condition, those and the photos whose covered face was looked for and not found, in the order asked for.
    public var undetectedUnder: [Condition: [String]]
    /// The photos that could not be read, in the order asked for.
    public var failures: [Failure]
    /// The files' contents, by the photo's name.
    public var hashes: [String: PhotoHash]
    /// How many embeddings were computed.
    public var computed: Int
    /// How many were found in the cache.
    public var cached: Int
}
