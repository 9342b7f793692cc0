/// Something a training has to tell.
public enum TrainingEvent: Sendable {
    /// The data were read: what was found, and how many people are trained on and held out.
    case prepared(DatasetReport, trained: Int, heldOut: Int)
    /// The training begins or goes on.
    case started(TrainingSummary)
    /// A step is done.
    case stepped(StepRecord)
    /// The embedding was tried on people who are held out.
    case validated(ValidationRecord)
    /// The embedding collapses; what to do about it stands in the finding.
    case alarmed(CollapseAlarm.Finding)
    /// The training was saved.
    case saved(path: String, step: Int)
    /// A checkpoint could not be read and the one before it was taken.
    case passedOver(path: String, reason: String)
    /// A photo could not be read.
    case loading(LoaderEvent)
    /// A teacher's embeddings are being computed: how many of how many.
    case teaching(done: Int, total: Int)
    /// The model was written.
    case wrote(model: String)
}

/// What is trained, in numbers.
public struct TrainingSummary: Codable, Hashable, Sendable {
    /// The network's name.
    public var network: String
    /// The weights that are trained.
    public var weights: Int
    /// The arithmetic, `fp32` or `bf16`.
    public var precision: String
    /// The threads that compute.
    public var threads: Int
    /// The ranks.
    public var ranks: Int
    /// The steps done before, by a training that is resumed.
    public var firstStep: Int
    /// The steps there will be, if their number is a limit.
    public var steps: Int?
    /// The steps of an epoch.
    public var stepsPerEpoch: Int
    /// The photos of a batch.
    public var batch: Int
    /// The photos of a chunk.
    public var chunk: Int
    /// The most photos of a person in a batch, if batches are made of people.
    public var photosPerPerson: Int?
    /// The bytes that activations and their gradients take.
    public var activationBytes: Int
}
