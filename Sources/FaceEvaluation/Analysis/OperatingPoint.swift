extension VerificationAnalysis {
    /// What happens at the threshold for one false accept rate.
    public struct OperatingPoint: Hashable, Sendable, Codable {
        /// The false accept rate asked for.
        public let target: Double
        /// Pairs nearer than this are accepted: the threshold that accepts most while keeping to ``target``.
        public let threshold: Double
        /// The pairs of different people that are accepted, at most ``target`` of them.
        public let far: Share
        /// The pairs of the same person that are accepted.
        public let val: Share
        /// The 95 % interval of ``val`` by drawing people again, where it is known who the pairs show.
        public let valOverPeople: ConfidenceInterval?
        /// The 95 % interval of ``far`` by drawing people again, where it is known who the pairs show.
        public let farOverPeople: ConfidenceInterval?
    }

    /// A false accept rate that there are too few pairs of different people for.
    public struct UnsupportedRate: Hashable, Sendable, Codable {
        /// The rate asked for.
        public let target: Double
        /// How many pairs of different people it needs.
        public let neededPairs: Int
    }
}
