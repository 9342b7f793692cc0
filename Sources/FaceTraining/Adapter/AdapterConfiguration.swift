public import FaceNetworks

/// All that the training of an occlusion adapter follows from: in a file, a mapping in YAML or JSON with these keys.
///
///     task: adapter
///     model: facenet-vggface2.onnx
///     data: {sources: shards, heldOut: 0.1}
///     loss: {regression: 1, triplets: 1}
///     output: runs/adapter
///
/// What is left out has its default; what is not known is refused. `Docs/Guides/Training.md` lists every key.
public struct AdapterConfiguration: Hashable, Sendable {
    /// The model whose embeddings are adapted: a bundle or an ONNX file, without an adapter.
    public var model = ""
    /// The layer of the model whose output the adapter reads beside the embedding, such as the last pooling, which says
    /// more of a covered face; the embedding only if `nil`.
    public var features: String?
    /// Whose photos are learned from, and who is held out.
    public var data = AdapterDataConfiguration()
    /// What is drawn onto the photos.
    public var occlusion = AdapterOcclusion()
    /// The adapter's layers.
    public var layers = AdapterArchitecture()
    /// The embeddings of a batch: half of bare faces, and half of the same ones covered.
    public var batchSize = 512
    /// The most photos of a person in a batch.
    public var photosPerPerson = 4
    /// What is minimized.
    public var loss = AdapterLoss()
    /// Which rule moves the weights.
    public var optimizer = OptimizerConfiguration.adamW(AdamW.Options())
    /// How far the rule moves them at each step.
    public var schedule = Schedule(rate: 0.001)
    /// How often everybody is seen.
    public var epochs = 40
    /// The arithmetic that the model embeds with; the adapter itself is trained in 32 bits.
    public var precision = RunConfiguration.Arithmetic.automatic
    /// The threads that compute.
    public var threads = 1
    /// The decay of the average of weights that is tried and written; the weights themselves if `nil`.
    public var average: Float?
    /// What weights and batches follow from.
    public var seed: UInt64 = 1
    /// The folder of the model's embeddings, which other trainings may share; `embeddings` in ``output`` if `nil`.
    public var cache: String?
    /// The folder that receives embeddings, checkpoint, log, adapter and model.
    public var output = "run"

    /// Creates the default, which has neither a model nor data.
    public init() {}
}

extension AdapterConfiguration: ConfigurationFile {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case task, model, features, data, occlusion, layers, batchSize, photosPerPerson, loss, optimizer, schedule,
            epochs
        case precision, threads, average, seed, cache, output
    }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        try container.require(.adapter, forKey: .task)
        let base = Self()
        model = try container.decode(.model, or: base.model)
        features = try container.decodeIfPresent(String.self, forKey: .features)
        data = try container.decode(.data, or: base.data)
        occlusion = try container.decode(.occlusion, or: base.occlusion)
        layers = try container.decode(.layers, or: base.layers)
        batchSize = try container.decode(.batchSize, or: base.batchSize, "8 to 65536") { (8...65536).contains($0) }
        photosPerPerson = try container.decode(.photosPerPerson, or: base.photosPerPerson, "2 or more") { $0 >= 2 }
        loss = try container.decode(.loss, or: base.loss)
        optimizer = try container.decode(.optimizer, or: base.optimizer)
        schedule = try container.decode(.schedule, or: base.schedule)
        epochs = try container.decode(.epochs, or: base.epochs, "1 or more") { $0 >= 1 }
        precision = try container.decode(.precision, or: base.precision)
        threads = try container.decode(.threads, or: base.threads, "1 to 1024") { (1...1024).contains($0) }
        average = try container.decode(.average, or: base.average, "from 0 to below 1") { (0..<1).contains($0 ?? 0) }
        seed = try container.decode(.seed, or: base.seed)
        cache = try container.decodeIfPresent(String.self, forKey: .cache)
        output = try container.decode(.output, or: base.output)
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(TrainingTask.adapter, forKey: .task)
        try container.encode(model, forKey: .model)
        try container.encode(features, forKey: .features)
        try container.encode(data, forKey: .data)
        try container.encode(occlusion, forKey: .occlusion)
        try container.encode(layers, forKey: .layers)
        try container.encode(batchSize, forKey: .batchSize)
        try container.encode(photosPerPerson, forKey: .photosPerPerson)
        try container.encode(loss, forKey: .loss)
        try container.encode(optimizer, forKey: .optimizer)
        try container.encode(schedule, forKey: .schedule)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(precision, forKey: .precision)
        try container.encode(threads, forKey: .threads)
        try container.encode(average, forKey: .average)
        try container.encode(seed, forKey: .seed)
        try container.encode(cache, forKey: .cache)
        try container.encode(output, forKey: .output)
    }
}

extension AdapterArchitecture: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case widths, slope, normalizes, residual }

    /// Reads a mapping; what it leaves out is as ``init(widths:slope:normalizes:isResidual:)`` has it.
    ///
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        self.init(
            widths: try container.decode(.widths, or: base.widths, "up to 16 numbers from 1 to 8192") {
                $0.count <= 16 && $0.allSatisfy((1...8192).contains)
            },
            slope: try container.decode(.slope, or: base.slope, "from 0 to 1") { (0...1).contains($0) },
            normalizes: try container.decode(.normalizes, or: base.normalizes),
            isResidual: try container.decode(.residual, or: base.isResidual)
        )
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(widths, forKey: .widths)
        try container.encode(slope, forKey: .slope)
        try container.encode(normalizes, forKey: .normalizes)
        try container.encode(isResidual, forKey: .residual)
    }
}
