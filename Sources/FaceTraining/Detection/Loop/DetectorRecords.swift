/// What a step of a detector's training did.
public struct DetectorStepRecord: Codable, Equatable, Sendable {
    /// The steps done with it.
    public var step: Int
    /// The weighted sum of the terms.
    public var loss: Double
    /// The terms.
    public var terms: DetectionLoss.Terms
    /// The learning rate.
    public var rate: Float
    /// The length of the gradient before it was clipped.
    public var gradientNorm: Double
    /// The seconds it took.
    public var seconds: Double
    /// Of those, the seconds it waited for pictures.
    public var waited: Double
}

/// How a detector did on scenes it never learned from.
public struct DetectorTrialRecord: Codable, Equatable, Sendable {
    /// The steps done before.
    public var step: Int
    /// The weighted sum of the terms.
    public var loss: Double
    /// The terms.
    public var terms: DetectionLoss.Terms
    /// The scenes.
    public var scenes: Int
}

/// What a detector's training is, in numbers.
public struct DetectorSummary: Codable, Equatable, Sendable {
    /// The weights that are trained.
    public var weights: Int
    /// The scenes learned from.
    public var scenes: Int
    /// Their faces.
    public var faces: Int
    /// The scenes it is tried on.
    public var tried: Int
    /// The arithmetic.
    public var precision: String
    /// The steps done before.
    public var firstStep: Int
}

/// A line of a detector's `log.jsonl`.
public struct DetectorLogLine: TrainingLogLine, Equatable {
    /// What the training is: the first line, and one for each resumption.
    public var started: DetectorSummary?
    /// A step.
    public var step: DetectorStepRecord?
    /// A trial.
    public var trial: DetectorTrialRecord?

    /// Creates a line of one kind.
    public init(
        started: DetectorSummary? = nil,
        step: DetectorStepRecord? = nil,
        trial: DetectorTrialRecord? = nil
    ) {
        (self.started, self.step, self.trial) = (started, step, trial)
    }

    /// Whether it tells of a beginning, or of a resumption.
    public var isBeginning: Bool { started != nil }
    /// The steps that are done after the line.
    public var stepsDone: Int { started?.firstStep ?? step?.step ?? trial?.step ?? 0 }
}

/// What happens in a detector's training.
public enum DetectorEvent: Sendable {
    /// It begins, or goes on.
    case started(DetectorSummary)
    /// A step is done.
    case stepped(DetectorStepRecord)
    /// It was tried.
    case tried(DetectorTrialRecord)
    /// It was saved.
    case saved(step: Int)
    /// The model is in this folder.
    case wrote(model: String)
}
