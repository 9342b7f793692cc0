public import FaceEngine

/// The network of the compact detector: one look, four grids, no anchors.
///
/// A stem of two convolutions brings `[3, H, W]` to a quarter; then each of four stages halves it again, by a strided
/// convolution and one more around which the signal may pass (He et al., <https://arxiv.org/abs/1512.03385>). From each
/// stage a head of one convolution and one of 1x1 reads what there is at each cell of a grid: see ``Channel``. There is
/// no way back from coarse grids to fine ones: the engine trains none, and small faces did not need it.
///
/// All convolutions are dense: at these widths a group costs oneDNN as much time as what it saves.
public struct CompactNetwork: Hashable, Sendable {
    /// The numbers of a cell, in the order of a grid's channels.
    public enum Channel {
        /// Before a sigmoid: how sure it is that the middle of a face is here.
        public static let score = 0
        /// The box: its center in units from the cell's, and the logarithm of its sides in units.
        public static let box = 1..<5
        /// Five points, x and y each, in units from the cell's center.
        public static let landmarks = 5..<15
        /// Before a sigmoid: how sure it is that each of the points can be seen.
        public static let visibility = 15..<20
        /// Before a softmax: what covers the face, in the order of `FaceCover`.
        public static let cover = 20..<24
        /// All of them.
        public static let count = 24
    }

    /// Pixels from a cell to the next, for each grid.
    public static let strides = [8, 16, 32, 64]

    /// The channels of the stem.
    public var stem: [Int]
    /// The channels of the stages.
    public var stages: [Int]
    /// The channels of the heads.
    public var heads: [Int]

    /// Creates the network's table; by default the published one.
    ///
    /// - Precondition: There are two widths for the stem, four for stages and for heads, all positive.
    public init(
        stem: [Int] = [16, 32],
        stages: [Int] = [48, 80, 96, 64],
        heads: [Int] = [32, 48, 48, 32]
    ) {
        precondition(Self.isSound(stem: stem, stages: stages, heads: heads), "two, four and four widths are needed")
        self.stem = stem
        self.stages = stages
        self.heads = heads
    }

    fileprivate static func isSound(stem: [Int], stages: [Int], heads: [Int]) -> Bool {
        stem.count == 2 && stages.count == 4 && heads.count == 4
            && (stem + stages + heads).allSatisfy { (1...1024).contains($0) }
    }

    /// Builds the network for a size.
    ///
    /// - Parameters:
    ///   - rows: A multiple of 64.
    ///   - columns: A multiple of 64.
    /// - Returns: A network from `[3, rows, columns]` to a grid `[24, rows / stride, columns / stride]` for each stride.
    /// - Throws: `NetworkError` if the size is no such multiple.
    public func network(rows: Int, columns: Int) throws(NetworkError) -> Network {
        guard rows > 0, columns > 0, rows.isMultiple(of: 64), columns.isMultiple(of: 64) else {
            throw .unsuitable(
                operation: "the compact detector",
                inputs: [],
                reason: "\(rows) rows and \(columns) columns are not both multiples of 64"
            )
        }
        var builder = NetworkBuilder(name: "compact")
        var x = try builder.input([3, rows, columns])
        for (index, width) in stem.enumerated() {
            x = try Self.unit(&builder, x, "stem\(index + 1)", width, stride: 2)
        }
        var grids: [NodeID] = []
        for (index, width) in stages.enumerated() {
            let name = "stage\(Self.strides[index])"
            x = try Self.unit(&builder, x, "\(name).down", width, stride: 2)
            let branch = try Self.normalized(&builder, x, "\(name).block", width)
            let sum = try builder.add(.residual(Residual()), to: [x, branch], name: "\(name).sum")
            x = try builder.add(.activation(.relu), to: [sum], name: "\(name).relu")
            let head = try Self.unit(&builder, x, "head\(Self.strides[index])", heads[index], stride: 1)
            grids.append(
                try builder.add(
                    .convolution(Convolution(outputs: Channel.count, window: Window(1))),
                    to: [head],
                    name: "grid\(Self.strides[index])"
                )
            )
        }
        return builder.network(outputs: grids)
    }

    /// A 3x3 convolution, normalized and rectified.
    private static func unit(
        _ builder: inout NetworkBuilder,
        _ input: NodeID,
        _ name: String,
        _ width: Int,
        stride: Int
    ) throws(NetworkError) -> NodeID {
        let normalized = try normalized(&builder, input, name, width, stride: stride)
        return try builder.add(.activation(.relu), to: [normalized], name: "\(name).relu")
    }

    /// A 3x3 convolution, normalized.
    private static func normalized(
        _ builder: inout NetworkBuilder,
        _ input: NodeID,
        _ name: String,
        _ width: Int,
        stride: Int = 1
    ) throws(NetworkError) -> NodeID {
        let convolution = Convolution(
            outputs: width,
            window: Window(3, stride: stride, padding: 1),
            hasBias: false
        )
        let sums = try builder.add(.convolution(convolution), to: [input], name: "\(name).conv")
        return try builder.add(.batchNorm(BatchNorm()), to: [sums], name: "\(name).norm")
    }
}

extension CompactNetwork: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case stem, stages, heads }

    /// Reads a table; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds the widths.
    /// - Throws: `DecodingError` if there are not two, four and four.
    public init(from decoder: any Decoder) throws {
        let (container, base) = (try decoder.container(keyedBy: CodingKeys.self), Self())
        let stem = try container.decodeIfPresent([Int].self, forKey: .stem) ?? base.stem
        let stages = try container.decodeIfPresent([Int].self, forKey: .stages) ?? base.stages
        let heads = try container.decodeIfPresent([Int].self, forKey: .heads) ?? base.heads
        guard Self.isSound(stem: stem, stages: stages, heads: heads) else {
            throw DecodingError.dataCorruptedError(
                forKey: .stages,
                in: container,
                debugDescription: "the detector has two widths for its stem, four for stages, four for heads, 1 to 1024"
            )
        }
        self.init(stem: stem, stages: stages, heads: heads)
    }
}
