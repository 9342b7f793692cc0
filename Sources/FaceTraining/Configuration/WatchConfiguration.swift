/// How the embedding is tried on people who are held out.
public struct ValidationConfiguration: Hashable, Sendable {
    /// What the best checkpoint is the best in.
    public enum Score: String, Hashable, Codable, CaseIterable, Sendable {
        /// The share of pairs decided rightly.
        case accuracy
        /// The share of pairs of one person accepted at the first of ``falseAcceptRates``.
        case validationRate
    }

    /// The steps from one validation to the next; never if 0, but at the end if there is anybody.
    public var every = 500
    /// The most pairs, half of them of one person.
    public var pairs = 3000
    /// What the choice of pairs follows from.
    public var seed: UInt64 = 1
    /// The false accept rates at which the validation rate is told.
    public var falseAcceptRates = [0.01, 0.001]
    /// What the best checkpoint is the best in.
    public var score = Score.accuracy

    /// Creates the default.
    public init() {}
}

extension ValidationConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case every, pairs, seed, falseAcceptRates, score }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        every = try container.decode(.every, or: base.every, "0 or more") { $0 >= 0 }
        pairs = try container.decode(.pairs, or: base.pairs, "20 or more") { $0 >= 20 }
        seed = try container.decode(.seed, or: base.seed)
        falseAcceptRates = try container.decode(.falseAcceptRates, or: base.falseAcceptRates, "rates from 0 to 1") {
            !$0.isEmpty && $0.allSatisfy { (0...1).contains($0) }
        }
        score = try container.decode(.score, or: base.score)
    }
}

/// How the training watches itself.
public struct DiagnosisConfiguration: Hashable, Sendable {
    /// What becomes of a training whose embedding collapses.
    public enum Response: String, Hashable, Codable, CaseIterable, Sendable {
        /// It ends, with a checkpoint and the reason.
        case stop
        /// It goes on, and the reason is told.
        case warn
    }

    /// The steps from one diagnosis to the next: shares of triplets, distances, gradients by stage; never if 0.
    public var every = 20
    /// What becomes of a training whose embedding collapses.
    public var alarm = Response.stop

    /// Creates the default.
    public init() {}
}

extension DiagnosisConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case every, alarm }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        every = try container.decode(.every, or: base.every, "0 or more") { $0 >= 0 }
        alarm = try container.decode(.alarm, or: base.alarm)
    }
}

/// How often the training is saved.
public struct CheckpointConfiguration: Hashable, Sendable {
    /// The steps from one checkpoint to the next; never by steps if 0.
    public var every = 500
    /// The most minutes from one checkpoint to the next; any number if `nil`.
    public var minutes: Double? = 10
    /// The checkpoints kept, the best one not counted.
    public var keep = 2

    /// Creates the default.
    public init() {}
}

extension CheckpointConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case every, minutes, keep }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        every = try container.decode(.every, or: base.every, "0 or more") { $0 >= 0 }
        minutes =
            container.contains(.minutes)
            ? try container.decode(.minutes, or: nil, "more than 0") { $0 ?? 1 > 0 } : base.minutes
        keep = try container.decode(.keep, or: base.keep, "1 or more") { $0 >= 1 }
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(every, forKey: .every)
        try container.encode(minutes, forKey: .minutes)
        try container.encode(keep, forKey: .keep)
    }
}
