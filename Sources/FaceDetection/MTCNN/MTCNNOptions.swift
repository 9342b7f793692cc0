extension MTCNN {
    /// What MTCNN looks for; the defaults are the published ones.
    public struct Options: Hashable, Sendable {
        /// The side of the smallest face looked for, in pixels: at least 12, 20 by default.
        ///
        /// The time a photo takes falls with its square.
        public var minimumFaceSize: Float
        /// How much smaller each level of the pyramid is than the one before, over 0 and under 1; 0.709 by default.
        public var pyramidFactor: Double
        /// The least probabilities, 0 to 1, to pass each of the three networks; 0.6, 0.7 and 0.7 by default.
        public var thresholds: Thresholds

        /// Creates options.
        public init(
            minimumFaceSize: Float = 20,
            pyramidFactor: Double = 0.709,
            thresholds: Thresholds = Thresholds()
        ) {
            precondition(minimumFaceSize >= 12, "a face of under 12 pixels is not looked for, got \(minimumFaceSize)")
            precondition(pyramidFactor > 0 && pyramidFactor < 1, "a pyramid's factor is under 1, got \(pyramidFactor)")
            self.minimumFaceSize = minimumFaceSize
            self.pyramidFactor = pyramidFactor
            self.thresholds = thresholds
        }
    }

    /// The least probability of a face to pass each network.
    public struct Thresholds: Hashable, Sendable {
        /// To pass P-Net.
        public var proposal: Float
        /// To pass R-Net.
        public var refinement: Float
        /// To pass O-Net.
        public var output: Float

        /// Creates thresholds.
        public init(proposal: Float = 0.6, refinement: Float = 0.7, output: Float = 0.7) {
            self.proposal = proposal
            self.refinement = refinement
            self.output = output
        }
    }
}
