public import FaceEmbedding

/// How the thresholds of a model were measured: what somebody must know to trust them, or to do it again.
public struct ThresholdRecord: Hashable, Sendable, Codable {
    /// A rate that was asked of people whom the thresholds had never seen, and what it was.
    public struct Check: Hashable, Sendable, Codable {
        /// Which faces were compared.
        public var pairing: FacePairing
        /// The templates of the gallery that strangers were searched in; `nil` for pairs, where the rate is FAR.
        public var gallerySize: Int?
        /// The rate that was asked.
        public var asked: Double
        /// The rate that was measured.
        public var measured: Double
        /// Where it may lie for other people, if only those it was measured on are by chance.
        public var interval: ModelCard.OperatingPoint.Interval

        /// Creates a check.
        ///
        /// - Parameters:
        ///   - pairing: Which faces were compared.
        ///   - gallerySize: The templates of the gallery; `nil` for pairs.
        ///   - asked: The rate that was asked.
        ///   - measured: The rate that was measured.
        ///   - interval: Where it may lie for other people.
        public init(
            pairing: FacePairing,
            gallerySize: Int?,
            asked: Double,
            measured: Double,
            interval: ModelCard.OperatingPoint.Interval
        ) {
            self.pairing = pairing
            self.gallerySize = gallerySize
            self.asked = asked
            self.measured = measured
            self.interval = interval
        }
    }

    /// Which photos: the folder, or the list of pairs.
    public var source: String
    /// The people behind the thresholds.
    public var people: Int
    /// The photos of theirs in which a face was found.
    public var photos: Int
    /// The people who were kept apart to check the thresholds; 0 for nobody.
    public var heldOut: Int
    /// What was drawn onto the faces, by what it hides; none if only bare faces were compared.
    public var occluders: [FaceVisibility: [String]]
    /// The precision of the network, such as `fp32`.
    public var precision: String
    /// The detector that found the faces.
    public var detector: String
    /// The command, word by word.
    public var command: [String]
    /// What the people kept apart said.
    public var checks: [Check]

    /// Creates a record.
    ///
    /// - Parameters:
    ///   - source: Which photos.
    ///   - people: The people behind the thresholds.
    ///   - photos: The photos of theirs in which a face was found.
    ///   - heldOut: The people who were kept apart.
    ///   - occluders: What was drawn onto the faces, by what it hides.
    ///   - precision: The precision of the network.
    ///   - detector: The detector that found the faces.
    ///   - command: The command, word by word.
    ///   - checks: What the people kept apart said.
    public init(
        source: String,
        people: Int,
        photos: Int,
        heldOut: Int = 0,
        occluders: [FaceVisibility: [String]] = [:],
        precision: String,
        detector: String,
        command: [String] = [],
        checks: [Check] = []
    ) {
        self.source = source
        self.people = people
        self.photos = photos
        self.heldOut = heldOut
        self.occluders = occluders
        self.precision = precision
        self.detector = detector
        self.command = command
        self.checks = checks
    }
}
