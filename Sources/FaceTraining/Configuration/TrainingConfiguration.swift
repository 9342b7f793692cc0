/// All that a training follows from: in a file, a mapping in YAML or JSON with these keys.
///
///     data: {sources: faces, heldOut: 0.1}
///     loss: {kind: triplet, margin: 0.2, mining: semiHard}
///     optimizer: {kind: adaGrad}
///     schedule: {rate: 0.05, warmUp: 100}
///     output: runs/first
///
/// What is left out has its default; what is not known is refused. `Docs/Guides/Training.md` lists every key.
public struct TrainingConfiguration: Hashable, Sendable {
    /// Which network is trained, and from where it starts.
    public var network = NetworkConfiguration()
    /// Whose photos are trained on, who is held out, and how photos are changed.
    public var data = DataConfiguration()
    /// What a batch is made of.
    public var batch = BatchConfiguration()
    /// What is minimized.
    public var loss = LossConfiguration.triplet(TripletLoss())
    /// The model whose embeddings a distillation compares with.
    public var teacher: String?
    /// Where the teacher's embeddings are kept, by the photos' content, so that trainings may share them.
    ///
    /// If `nil`, in `teacher.safetensors` of the output folder.
    public var teacherFile: String?
    /// Which rule moves the weights.
    public var optimizer = OptimizerConfiguration.adaGrad(AdaGrad.Options())
    /// How far the rule moves them at each step.
    public var schedule = Schedule(rate: 0.05)
    /// How long is trained, and how it is computed.
    public var run = RunConfiguration()
    /// How the embedding is tried on people who are held out.
    public var validation = ValidationConfiguration()
    /// How the training watches itself.
    public var diagnosis = DiagnosisConfiguration()
    /// How often the training is saved.
    public var checkpoint = CheckpointConfiguration()
    /// What weights, batches, augmentation and mining follow from.
    public var seed: UInt64 = 1
    /// The folder that receives checkpoints, log, report and model.
    public var output = "run"

    /// Creates the default, which has no data.
    public init() {}
}

extension TrainingConfiguration: ConfigurationFile {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case task, network, data, batch, loss, teacher, teacherFile, optimizer, schedule, run, validation, diagnosis,
            checkpoint
        case seed, output
    }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        try container.require(.embedding, forKey: .task)
        let base = Self()
        network = try container.decode(.network, or: base.network)
        data = try container.decode(.data, or: base.data)
        batch = try container.decode(.batch, or: base.batch)
        loss = try container.decode(.loss, or: base.loss)
        teacher = try container.decodeIfPresent(String.self, forKey: .teacher)
        teacherFile = try container.decodeIfPresent(String.self, forKey: .teacherFile)
        optimizer = try container.decode(.optimizer, or: base.optimizer)
        schedule = try container.decode(.schedule, or: base.schedule)
        run = try container.decode(.run, or: base.run)
        validation = try container.decode(.validation, or: base.validation)
        diagnosis = try container.decode(.diagnosis, or: base.diagnosis)
        checkpoint = try container.decode(.checkpoint, or: base.checkpoint)
        seed = try container.decode(.seed, or: base.seed)
        output = try container.decode(.output, or: base.output)
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(network, forKey: .network)
        try container.encode(data, forKey: .data)
        try container.encode(batch, forKey: .batch)
        try container.encode(loss, forKey: .loss)
        try container.encode(teacher, forKey: .teacher)
        try container.encode(teacherFile, forKey: .teacherFile)
        try container.encode(optimizer, forKey: .optimizer)
        try container.encode(schedule, forKey: .schedule)
        try container.encode(run, forKey: .run)
        try container.encode(validation, forKey: .validation)
        try container.encode(diagnosis, forKey: .diagnosis)
        try container.encode(checkpoint, forKey: .checkpoint)
        try container.encode(seed, forKey: .seed)
        try container.encode(output, forKey: .output)
    }
}
