public import FaceNetworks

/// Which network is trained, and from where it starts.
public struct NetworkConfiguration: Hashable, Sendable {
    /// An architecture's name, such as `nn4-bn`; not asked for if ``initialize`` names a model.
    public var architecture = "nn4-bn"
    /// The numbers in an embedding; the architecture's own if `nil`.
    public var embedding: Int?
    /// The rows and columns of the input; the architecture's own if `nil`.
    public var size: ImageSize?
    /// A model, or a training's checkpoint, to start from instead of random weights: fine-tuning.
    public var initialize: String?
    /// An architecture with more residual blocks than ``initialize``'s, which a training goes on with; none if `nil`.
    ///
    /// The new blocks change nothing at first: see `Parameters.grown(into:from:using:)`.
    public var growsInto: String?
    /// How fast the running statistics of batch normalization follow: new = (1 - momentum) old + momentum seen.
    public var momentum: Float = 0.1
    /// Whether batch normalization uses the running statistics as they are: for fine-tuning on few photos.
    public var freezesStatistics = false
    /// The last layer or block that keeps its weights and statistics, as all before it do; all are trained if `nil`.
    ///
    /// For fine-tuning: nothing is spent on gradients of the frozen ones.
    public var frozenThrough: String?

    /// Creates the default.
    public init() {}
}

extension NetworkConfiguration: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case architecture, embedding, size, initialize, growsInto, momentum, freezesStatistics, frozenThrough
    }

    /// Reads a mapping; what it leaves out has its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        architecture = try container.decode(.architecture, or: base.architecture)
        embedding = try container.decodeIfPresent(Int.self, forKey: .embedding)
        size = try container.decodeIfPresent(SideLengths.self, forKey: .size)?.size
        initialize = try container.decodeIfPresent(String.self, forKey: .initialize)
        growsInto = try container.decodeIfPresent(String.self, forKey: .growsInto)
        momentum = try container.decode(.momentum, or: base.momentum, "from 0 to 1") { (0...1).contains($0) }
        freezesStatistics = try container.decode(.freezesStatistics, or: base.freezesStatistics)
        frozenThrough = try container.decodeIfPresent(String.self, forKey: .frozenThrough)
    }

    /// Writes what ``init(from:)`` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(architecture, forKey: .architecture)
        try container.encode(embedding, forKey: .embedding)
        try container.encode(size.map(SideLengths.init), forKey: .size)
        try container.encode(initialize, forKey: .initialize)
        try container.encode(growsInto, forKey: .growsInto)
        try container.encode(momentum, forKey: .momentum)
        try container.encode(freezesStatistics, forKey: .freezesStatistics)
        try container.encode(frozenThrough, forKey: .frozenThrough)
    }
}

/// A size as people write it: `160`, or `140x116` for rows by columns.
private struct SideLengths: Codable {
    var size: ImageSize

    init(_ size: ImageSize) { self.size = size }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let side = try? container.decode(Int.self) {
            size = ImageSize(side)
            return
        }
        let sides = try container.decode(String.self).split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ $0 > 0 }) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a size is a number, or rows by columns such as 140x116"
            )
        }
        size = ImageSize(rows: sides[0], columns: sides[1])
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if size.rows == size.columns {
            try container.encode(size.rows)
        } else {
            try container.encode(size.description)
        }
    }
}
