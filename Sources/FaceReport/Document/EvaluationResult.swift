public import FaceEvaluation

extension EvaluationDocument {
    /// What one model did with one list of pairs under one condition.
    public struct Result: Hashable, Sendable, Codable {
        /// The model, by the name that ``RunRecord/models`` has for it.
        public var model: String
        /// The data set, by the name that ``RunRecord/data`` has for it.
        public var dataset: String
        /// What is varied: `bare`, `occlusion`, `jpeg`, `pixels`, `dimension`, `quantization`, `training images`,
        /// `network`, or a word of the caller's.
        public var family: String
        /// The condition's key, such as `surgicalMask`; with ``model``, ``dataset`` and ``side`` it is unique.
        public var condition: String
        /// The condition for people, such as `surgical mask`.
        public var label: String
        /// Which photos of a pair it applies to: `both`, `probe` (the second) or `gallery` (the first).
        public var side: String
        /// Where the result lies along its family's curve, if it does.
        ///
        /// In the family's unit: `occlusion` percent of the face covered, `jpeg` quality, `pixels` the side of the crop,
        /// `dimension` and `first numbers kept` numbers an embedding, `quantization` bits a number, `training images` photos, `network`
        /// multiply-adds a face.
        public var parameter: Double?
        /// The protocol's report over folds, if the list has folds.
        public var report: VerificationReport?
        /// What was measured over all pairs together.
        public var analysis: VerificationAnalysis
        /// The pairs.
        public var pairs: PairsRecord
        /// How many photos had no detected face.
        public var undetected: Int
        /// What is to be said about it, a sentence each.
        public var notes: [String]

        /// Creates a result.
        public init(
            model: String,
            dataset: String,
            family: String = "bare",
            condition: String = "bare",
            label: String = "bare",
            side: String = "both",
            parameter: Double? = nil,
            report: VerificationReport? = nil,
            analysis: VerificationAnalysis,
            pairs: PairsRecord,
            undetected: Int = 0,
            notes: [String] = []
        ) {
            self.model = model
            self.dataset = dataset
            self.family = family
            self.condition = condition
            self.label = label
            self.side = side
            self.parameter = parameter
            self.report = report
            self.analysis = analysis
            self.pairs = pairs
            self.undetected = undetected
            self.notes = notes
        }
    }

    /// A list of pairs, such that another list is known to be another.
    public struct PairsRecord: Hashable, Sendable, Codable {
        /// The list's name, such as `pairs.txt`.
        public var name: String
        /// The SHA-256 of the pairs in their folds, in hexadecimal digits.
        public var hash: String
        /// How many pairs it has.
        public var count: Int

        /// Creates a record.
        public init(name: String, hash: String, count: Int) {
            self.name = name
            self.hash = hash
            self.count = count
        }
    }
}
