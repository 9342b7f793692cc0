/// Exactly what was run: all that somebody else needs to run it again, and to see why theirs differs.
public struct RunRecord: Hashable, Sendable, Codable {
    /// The command's words, as it was called.
    public var command: [String]
    /// The program's version.
    public var version: String
    /// The commit the program was built from, if it knows; ends in `+` if files had been changed since.
    public var commit: String?
    /// Where it ran.
    public var machine: Machine
    /// The models, in the order asked for.
    public var models: [ModelRecord]
    /// The data.
    public var data: [DataRecord]
    /// Every choice that changes the figures, in a fixed order.
    public var settings: [Setting]

    /// Creates a record.
    public init(
        command: [String],
        version: String,
        commit: String? = nil,
        machine: Machine,
        models: [ModelRecord],
        data: [DataRecord],
        settings: [Setting]
    ) {
        self.command = command
        self.version = version
        self.commit = commit
        self.machine = machine
        self.models = models
        self.data = data
        self.settings = settings
    }

    /// A machine, as far as it may change figures.
    public struct Machine: Hashable, Sendable, Codable {
        /// The processor, as it calls itself.
        public var processor: String
        /// How many cores the program may use.
        public var cores: Int
        /// The memory, in units of 2^30 bytes, to one decimal.
        public var memoryGiB: Double
        /// The operating system and the architecture.
        public var system: String
        /// The instructions that choose other kernels, such as `avx512_bf16`, ascending; `nil` if not known.
        public var instructionSets: [String]?

        /// Creates a record.
        public init(
            processor: String,
            cores: Int,
            memoryGiB: Double,
            system: String,
            instructionSets: [String]? = nil
        ) {
            self.processor = processor
            self.cores = cores
            self.memoryGiB = memoryGiB
            self.system = system
            self.instructionSets = instructionSets
        }
    }

    /// A choice that changes the figures.
    public struct Setting: Hashable, Sendable, Codable {
        /// What was chosen.
        public var name: String
        /// The choice.
        public var value: String

        /// Creates a setting.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
