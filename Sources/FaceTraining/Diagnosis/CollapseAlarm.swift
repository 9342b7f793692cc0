/// Notices that an embedding collapses onto one point, or never leaves it, and says what to do about it.
///
/// At a collapse all distances vanish: the mean embedding is of length 1, and every triplet costs exactly the margin. But
/// a network fresh from its random start may look much the same, and has yet to learn. So what counts is not only
/// where the embedding is but where it goes:
///
/// * **collapsed**: the mean squared distance has *fallen* to a quarter of what it was, below 0.1, and the loss stays
///   at what a collapsed embedding costs;
/// * **stuck**: it is below 0.1 and has not grown by a quarter in 150 steps, with the loss where it costs no less;
/// * **without triplets**: batch after batch holds none.
///
/// The alarm is a value that a checkpoint keeps: a resumed run raises it at the same step.
public struct CollapseAlarm: Equatable, Codable, Sendable {
    /// What the alarm sees of a step.
    public struct Observation: Equatable, Codable, Sendable {
        /// The step.
        public var step: Int
        /// The length of the batch's mean embedding; see ``EmbeddingDiagnosis/meanNorm(of:)``.
        public var meanNorm: Float
        /// The mean loss of mined triplets, or `nil` of a loss without any.
        public var meanLoss: Float?
        /// The triplets mined, or `nil` of a loss without any.
        public var mined: Int?
        /// The triplets that the batch's labels allow, or `nil` of a loss without any.
        public var possible: Int?

        /// Creates an observation.
        public init(step: Int, meanNorm: Float, meanLoss: Float? = nil, mined: Int? = nil, possible: Int? = nil) {
            self.step = step
            self.meanNorm = meanNorm
            self.meanLoss = meanLoss
            self.mined = mined
            self.possible = possible
        }
    }

    /// What is wrong.
    public enum Cause: String, Codable, CaseIterable, Sendable {
        /// Distances have shrunk to nothing.
        case collapsed
        /// Distances have been next to nothing from the start, and do not grow.
        case stuck
        /// The batches hold no triplets.
        case noTriplets
    }

    /// An alarm: what is wrong, how it shows, and what to change.
    public struct Finding: Equatable, Codable, Sendable {
        /// What is wrong.
        public var cause: Cause
        /// The step at which it was noticed.
        public var step: Int
        /// How it shows, as a sentence without a capital or a full stop.
        public var symptom: String
        /// What to change, likewise.
        public var remedy: String
    }

    /// The mean squared distance below which a batch is crowded.
    static let crowded = 0.1
    /// How near, relatively, the loss of one point is, beside what distances still leave it to move.
    static let nearness = 0.1
    /// For how many steps on end distances have been shrunk before the alarm is raised.
    static let patience = 20
    /// For how many steps on end distances have not grown.
    static let longPatience = 150

    private let mining: Mining?
    private let collapsedLoss: Double
    private let grace: Int
    private var spread: Double?
    private var loss: Double?
    /// The greatest spread so far.
    private var widest = 0.0
    /// The spread when the steps without growth began to be counted.
    private var initialSpread = 0.0
    private var shrunkSteps = 0
    private var stuckSteps = 0
    private var emptySteps = 0
    private var raised: Set<Cause> = []

    /// Creates an alarm.
    ///
    /// - Parameters:
    ///   - loss: The triplet loss, or `nil` for another loss, of which only a fall of distances is noticed.
    ///   - grace: The first steps, which are not counted as stuck: the warm-up.
    public init(_ loss: TripletLoss?, grace: Int = 0) {
        mining = loss?.mining
        collapsedLoss = loss.map { Double($0.collapsedLoss) } ?? 0
        self.grace = grace
    }

    /// Takes in a step.
    ///
    /// - Parameter observation: What a step showed; one for each step.
    /// - Returns: A finding at the step at which it is first made, and again only after the embedding had recovered.
    public mutating func observe(_ observation: Observation) -> Finding? {
        let norm = Double(observation.meanNorm)
        let now = max(2 - 2 * norm * norm, 0)
        guard now.isFinite else { return nil }
        let spread = self.spread.map { $0 + 0.2 * (now - $0) } ?? now
        self.spread = spread
        if let meanLoss = observation.meanLoss, observation.mined != 0, meanLoss.isFinite {
            loss = loss.map { $0 + 0.2 * (Double(meanLoss) - $0) } ?? Double(meanLoss)
        }
        widest = max(widest, spread)
        emptySteps = observation.possible == 0 ? emptySteps + 1 : 0

        let isResting = isLossResting(mined: observation.mined)
        let isCrowded = spread < Self.crowded
        shrunkSteps = isCrowded && isResting && spread < widest / 4 ? shrunkSteps + 1 : 0
        stuckSteps += 1
        // Batches differ: what counts is growth over the whole time, not from one step to the next.
        let isGrowing = stuckSteps >= Self.longPatience && spread > 1.25 * initialSpread
        if !isCrowded || !isResting || isGrowing || observation.step < grace {
            (stuckSteps, initialSpread) = (0, spread)
        }
        if !isCrowded { raised.subtract([.collapsed, .stuck]) }
        if observation.possible != 0 { raised.remove(.noTriplets) }
        return finding(observation)
    }

    /// Whether the loss is that of a collapsed embedding; so is that of no triplets, if everyone is in one place.
    private func isLossResting(mined: Int?) -> Bool {
        guard mining != nil, mined != 0, let loss else { return true }
        // The hardest triplets of a small cloud cost more than the margin by a few of its distances.
        return abs(loss - collapsedLoss) <= Self.nearness * collapsedLoss + 4 * (spread ?? 0)
    }

    private mutating func finding(_ observation: Observation) -> Finding? {
        let cause: Cause
        if emptySteps >= Self.patience {
            cause = .noTriplets
        } else if shrunkSteps >= Self.patience {
            cause = .collapsed
        } else if stuckSteps >= Self.longPatience {
            cause = .stuck
        } else {
            return nil
        }
        guard raised.insert(cause).inserted else { return nil }
        return Finding(
            cause: cause,
            step: observation.step,
            symptom: symptom(cause, observation),
            remedy: remedy(cause)
        )
    }

    private func symptom(_ cause: Cause, _ observation: Observation) -> String {
        let cost = mining == nil ? "" : ", and the loss stays near \(rounded(collapsedLoss)), as of a single point"
        let place = "the mean embedding has length \(rounded(Double(observation.meanNorm)))\(cost)"
        return switch cause {
        case .collapsed:
            "the embedding has collapsed: the mean squared distance fell from \(rounded(widest)) to "
                + "\(rounded(spread ?? 0)), \(place)"
        case .stuck:
            "the embedding does not spread: the mean squared distance is \(rounded(spread ?? 0)) and has not grown for "
                + "\(stuckSteps) steps, \(place)"
        case .noTriplets: "the last \(emptySteps) batches held no triplet"
        }
    }

    private func remedy(_ cause: Cause) -> String {
        switch (cause, mining) {
        case (.collapsed, .batchHard?):
            "the hardest negatives from the start do this: mine semiHard or batchAll until distances have settled, lower "
                + "the learning rate to a tenth, or warm up longer"
        case (.collapsed, _):
            "lower the learning rate to a tenth, warm up longer, clip gradients, or start from a network trained with a "
                + "softmax"
        case (.stuck, _):
            "raise the learning rate, end the network in a batch norm, or start from a network trained with a softmax"
        case (.noTriplets, _):
            "batches need two faces of a person and one of another: give more faces a person or more people a batch, and "
                + "with selfRestrained roles both bare and occluded faces"
        }
    }

    private func rounded(_ value: Double) -> String {
        // Three digits, whatever the size, without a formatter.
        guard value > 1e-12, value.isFinite else { return "0" }
        var unit = 1.0
        while value * unit < 100 { unit *= 10 }
        while value * unit >= 1000 { unit /= 10 }
        return "\((value * unit).rounded() / unit)"
    }
}

extension TripletLoss {
    /// What a triplet costs when all embeddings are one point: the margin, or `log 2` with a soft margin.
    public var collapsedLoss: Float {
        switch form {
        case .hinge: margin
        case .softMargin: 0.693_147_18
        }
    }
}
