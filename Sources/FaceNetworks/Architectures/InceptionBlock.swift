public import FaceEngine

/// An Inception block: up to four views of the input, side by side in the channels.
///
/// | Branch  | Nodes                | Layers                                   |
/// | :------ | :------------------- | :--------------------------------------- |
/// | `b1`    | `b1`                 | 1x1                                      |
/// | `b3`    | `b3.reduce`, `b3`    | 1x1, then 3x3 with the block's stride    |
/// | `b5`    | `b5.reduce`, `b5`    | 1x1, then 5x5 with the block's stride    |
/// | `pool`  | `pool`, `project`    | 3x3 pooling with the stride, 1x1 |
///
/// A width of 0 leaves its branch out, or the projection. A block of one branch has no concatenation. Described in *Going Deeper with Convolutions*,
/// <https://arxiv.org/abs/1409.4842>, figure 2(b); the FaceNet paper's Table 2 adds L2 pooling and stride 2.
public struct InceptionBlock: Hashable, Sendable {
    /// The last branch.
    public struct Pooling: Hashable, Sendable {
        /// Max or L2.
        public var kind: Pool.Kind
        /// The width of the 1x1 convolution after the pooling; 0 if there is none.
        public var projection: Int

        /// Max pooling, then a projection.
        public static func max(_ projection: Int) -> Pooling { Pooling(kind: .max, projection: projection) }
        /// L2 pooling, then a projection.
        public static func l2(_ projection: Int) -> Pooling { Pooling(kind: .l2, projection: projection) }
        /// Max pooling alone.
        public static let max = Pooling(kind: .max, projection: 0)
    }

    /// The width of the 1x1 branch.
    public var conv1: Int
    /// The width of the 1x1 convolution before the 3x3.
    public var reduce3: Int
    /// The width of the 3x3 branch.
    public var conv3: Int
    /// The width of the 1x1 convolution before the 5x5.
    public var reduce5: Int
    /// The width of the 5x5 branch.
    public var conv5: Int
    /// The pooling branch, if there is one.
    public var pooling: Pooling?
    /// The step of the 3x3, the 5x5 and the pooling.
    public var stride: Int

    /// Creates a block from a row of the paper's Table 2, in its order.
    public init(
        _ conv1: Int,
        _ reduce3: Int,
        _ conv3: Int,
        _ reduce5: Int,
        _ conv5: Int,
        _ pooling: Pooling?,
        stride: Int = 1
    ) {
        (self.conv1, self.reduce3, self.conv3) = (conv1, reduce3, conv3)
        (self.reduce5, self.conv5, self.pooling) = (reduce5, conv5, pooling)
        self.stride = stride
    }

    /// Adds the block to a network.
    ///
    /// The input is `[N, C, H, W]`, the output `[N, conv1 + conv3 + conv5 + pooled, H/stride, W/stride]`, sizes rounded
    /// up.
    func callAsFunction(
        _ input: NodeID,
        in network: inout NetworkBuilder,
        normalization: Architecture.Normalization,
        name: String
    ) throws(NetworkError) -> NodeID {
        func add(_ outputs: Int, _ size: Int, _ role: String, to node: NodeID) throws(NetworkError) -> NodeID {
            try network.addConvolution(
                outputs,
                Window(size, stride: size == 1 ? 1 : stride, padding: size / 2),
                to: node,
                normalization: normalization,
                name: "\(name).\(role)"
            )
        }
        var branches: [NodeID] = []
        if conv1 > 0 { branches.append(try add(conv1, 1, "b1", to: input)) }
        if conv3 > 0 { branches.append(try add(conv3, 3, "b3", to: add(reduce3, 1, "b3.reduce", to: input))) }
        if conv5 > 0 { branches.append(try add(conv5, 5, "b5", to: add(reduce5, 1, "b5.reduce", to: input))) }
        if let pooling {
            let pool = Pool(pooling.kind, window: Window(3, stride: stride, padding: 1))
            let pooled = try network.add(.pool(pool), to: [input], name: "\(name).pool")
            let width = pooling.projection
            branches.append(width > 0 ? try add(width, 1, "project", to: pooled) : pooled)
        }
        guard branches.count > 1 else { return branches[0] }
        return try network.add(.concatenate(Concatenate()), to: branches, name: name)
    }
}
