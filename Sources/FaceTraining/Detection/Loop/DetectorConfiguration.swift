import FaceImaging
public import FaceNetworks

/// All that a detector's training follows from: in a file, a mapping in YAML or JSON with these keys.
///
///     task: detector
///     data:
///       scenes: [{manifest: crowd.jsonl, weight: 2}, {manifest: portraits.jsonl}]
///     schedule: {rate: 0.002, warmUp: 200, kind: cosine, steps: 5000}
///     run: {steps: 5000, average: 0.998}
///     output: runs/detector
///
/// What is left out has its default; what is not known is refused. `Docs/Guides/Detector.md` lists every key.
public struct DetectorConfiguration: Hashable, Sendable {
    /// The widths of the network.
    public var network = CompactNetwork()
    /// A detector's folder to start from instead of random weights, or `default` for the one that comes with the package.
    public var initialize: String?
    /// Which photos are learned from, and which are tried.
    public var data = SceneDataConfiguration()
    /// How photos are put together and changed.
    public var augmentation = SceneAugmentation()
    /// The photos of a step.
    public var batch = 16
    /// The rows and columns of what the network is shown, a multiple of 64.
    public var side = 320
    /// What is minimized.
    public var loss = DetectionLoss()
    /// Which rule moves the weights.
    public var optimizer = OptimizerConfiguration.adamW(AdamW.Options(weightDecay: 0.02))
    /// How far the rule moves them at each step.
    public var schedule = Schedule(rate: 0.002, warmUp: 200, shape: .cosine(steps: 5000, floor: 0.02))
    /// How long is trained, and how it is computed.
    public var run = Self.defaultRun
    /// The steps from one trial on the validation's scenes to the next; only at the end if 0.
    public var validateEvery = 500
    /// How often the training is saved.
    public var checkpoint = CheckpointConfiguration()
    /// What weights and photos follow from.
    public var seed: UInt64 = 1
    /// The folder that receives checkpoint, log and model.
    public var output = "run"

    private static var defaultRun: RunConfiguration {
        var run = RunConfiguration()
        (run.steps, run.clip, run.average) = (5000, 10, 0.998)
        return run
    }

    /// Creates the default, which has no data.
    public init() {}
}

extension DetectorConfiguration: ConfigurationFile {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case task, network, initialize, data, augmentation, batch, side, loss, optimizer, schedule, run, validateEvery
        case checkpoint, seed, output
    }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        try container.require(.detector, forKey: .task)
        let base = Self()
        network = try container.decode(.network, or: base.network)
        initialize = try container.decodeIfPresent(String.self, forKey: .initialize)
        data = try container.decode(.data, or: base.data)
        augmentation = try container.decode(.augmentation, or: base.augmentation)
        batch = try container.decode(.batch, or: base.batch, "1 to 1024") { (1...1024).contains($0) }
        side = try container.decode(.side, or: base.side, "a multiple of 64 up to 1024") {
            (64...1024).contains($0) && $0.isMultiple(of: 64)
        }
        loss = try container.decode(.loss, or: base.loss)
        optimizer = try container.decode(.optimizer, or: base.optimizer)
        schedule = try container.decode(.schedule, or: base.schedule)
        run = try container.decode(.run, or: base.run)
        guard run.epochs == nil, !run.recomputes else {
            throw DecodingError.dataCorruptedError(
                forKey: .run,
                in: container,
                debugDescription: "a detector's training ends by steps or seconds, and does not recompute"
            )
        }
        validateEvery = try container.decode(.validateEvery, or: base.validateEvery, "0 or more") { $0 >= 0 }
        checkpoint = try container.decode(.checkpoint, or: base.checkpoint)
        seed = try container.decode(.seed, or: base.seed)
        output = try container.decode(.output, or: base.output)
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the mapping.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(TrainingTask.detector, forKey: .task)
        try container.encode(network, forKey: .network)
        try container.encode(initialize, forKey: .initialize)
        try container.encode(data, forKey: .data)
        try container.encode(augmentation, forKey: .augmentation)
        try container.encode(batch, forKey: .batch)
        try container.encode(side, forKey: .side)
        try container.encode(loss, forKey: .loss)
        try container.encode(optimizer, forKey: .optimizer)
        try container.encode(schedule, forKey: .schedule)
        try container.encode(run, forKey: .run)
        try container.encode(validateEvery, forKey: .validateEvery)
        try container.encode(checkpoint, forKey: .checkpoint)
        try container.encode(seed, forKey: .seed)
        try container.encode(output, forKey: .output)
    }
}

/// Which scenes a detector learns from.
public struct SceneDataConfiguration: Hashable, Sendable {
    /// A manifest, and how often its scenes are drawn.
    public struct Part: Hashable, Sendable {
        /// The file; see ``SceneManifest``.
        public var manifest: String
        /// How often its scenes are drawn, compared with the other parts'.
        public var weight: Float

        /// Creates a part.
        public init(manifest: String, weight: Float = 1) {
            self.manifest = manifest
            self.weight = weight
        }
    }

    /// The manifests.
    public var scenes: [Part] = []
    /// A manifest of scenes that are tried and never learned from; none if `nil`.
    public var validation: String?
    /// The threads that read and change photos.
    public var threads = 1
    /// How much memory decoded photos may take, in megabytes.
    public var cacheMegabytes = 2048

    /// Creates the default, which has none.
    public init() {}
}

extension SceneDataConfiguration.Part: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case manifest, weight }

    /// Reads a mapping with a manifest and a weight, 1 if it is left out.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        manifest = try container.decode(String.self, forKey: .manifest)
        weight = try container.decode(.weight, or: 1, "more than 0") { $0 > 0 }
    }
}

extension SceneDataConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case scenes, validation, threads, cacheMegabytes }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        scenes = try container.decode(.scenes, or: base.scenes)
        validation = try container.decodeIfPresent(String.self, forKey: .validation)
        threads = try container.decode(.threads, or: base.threads, "1 to 256") { (1...256).contains($0) }
        cacheMegabytes = try container.decode(.cacheMegabytes, or: base.cacheMegabytes, "0 to 1048576") {
            (0...1 << 20).contains($0)
        }
    }
}
