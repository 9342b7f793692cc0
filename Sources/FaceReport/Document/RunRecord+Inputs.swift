extension RunRecord {
    /// A model, and how it was used.
    public struct ModelRecord: Hashable, Sendable, Codable {
        /// Its name, unique in a document.
        public var name: String
        /// The SHA-256 of what it computes, in hexadecimal digits; empty if it has none.
        public var fingerprint: String
        /// The numbers in an embedding.
        public var dimension: Int
        /// The numbers it has learned.
        public var parameters: Int
        /// The multiply-adds of one face.
        public var multiplyAdds: Int
        /// What it computed in, such as `fp32`.
        public var precision: String
        /// What found the faces, such as `mtcnn`.
        public var detector: String
        /// How a face is cut out.
        public var crop: String
        /// The rows and columns of its input.
        public var inputSize: String

        /// Creates a record.
        public init(
            name: String,
            fingerprint: String,
            dimension: Int,
            parameters: Int,
            multiplyAdds: Int,
            precision: String,
            detector: String,
            crop: String,
            inputSize: String
        ) {
            self.name = name
            self.fingerprint = fingerprint
            self.dimension = dimension
            self.parameters = parameters
            self.multiplyAdds = multiplyAdds
            self.precision = precision
            self.detector = detector
            self.crop = crop
            self.inputSize = inputSize
        }
    }

    /// Files that were read.
    public struct DataRecord: Hashable, Sendable, Codable {
        /// Their name, unique in a document.
        public var name: String
        /// How many there are.
        public var files: Int
        /// The SHA-256 over the sorted list of each file's name and SHA-256, or of the one file, in hexadecimal digits.
        public var hash: String

        /// Creates a record.
        public init(name: String, files: Int, hash: String) {
            self.name = name
            self.files = files
            self.hash = hash
        }
    }
}
