/// What has to be known of an ``Adapter`` beside its weights: whose embeddings it changes, and where it comes from.
public struct AdapterCard: Hashable, Sendable, Codable {
    /// The version of the format that this code writes, and the last it reads.
    public static let formatVersion = 1

    /// The version of the format.
    public var format = Self.formatVersion
    /// What people call the adapter.
    public var name: String
    /// What people call the model it was trained behind.
    public var modelName: String
    /// The fingerprint of that model, in hexadecimal digits: behind another one the adapter means nothing.
    public var modelFingerprint: String
    /// The numbers in an embedding.
    public var dimension: Int
    /// The layer of the model whose output the adapter reads beside the embedding; `nil` if it reads the embedding only.
    public var features: String?
    /// What it was trained on, and how.
    public var provenance: String
    /// The licenses of the weights and of the data.
    public var license: String

    /// Creates a card.
    ///
    /// - Parameters:
    ///   - name: What people call the adapter.
    ///   - model: The model it was trained behind, without an adapter.
    ///   - features: The layer of the model that it reads, beside the embedding.
    ///   - provenance: What it was trained on, and how.
    ///   - license: The licenses of the weights and of the data.
    public init(
        name: String,
        model: Model,
        features: String? = nil,
        provenance: String = "",
        license: String = ""
    ) {
        self.name = name
        modelName = model.card.name
        modelFingerprint = model.fingerprint.hexadecimal
        dimension = model.card.dimension
        self.features = features
        self.provenance = provenance
        self.license = license
    }
}
