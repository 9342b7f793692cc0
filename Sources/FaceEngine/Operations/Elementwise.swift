/// Arithmetic on two tensors, scalar by scalar; an axis of extent 1 is repeated, and missing leading axes are 1.
public struct Elementwise: OperationDefinition {
    /// The four kinds of arithmetic.
    public enum Kind: String, Hashable, Sendable, CaseIterable { case add, subtract, multiply, divide }

    /// Which arithmetic.
    public var kind: Kind

    /// Creates an elementwise operation.
    public init(_ kind: Kind) { self.kind = kind }

    /// What tables call the operation.
    public var summary: String { kind.rawValue }

    /// The greater of both extents on every axis.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        guard inputs.count == 2 else { throw .unsuitable(operation: summary, inputs: inputs, reason: "it takes two") }
        guard let shape = inputs[0].broadcast(with: inputs[1]) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "the shapes disagree")
        }
        return shape
    }

    /// One for each scalar of the output.
    public func multiplyAdds(for inputs: [Shape], output: Shape) -> Int { 0 }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let rank = max(inputs[0].shape.rank, inputs[1].shape.rank)
        let (a, b) = (inputs[0].aligned(toRank: rank), inputs[1].aligned(toRank: rank))
        let shape = Shape((0..<rank).map { max(a.shape[$0], b.shape[$0]) })
        var y = Tensor(zeros: shape)
        for index in y.scalars.indices {
            var (rest, offsetA, offsetB) = (index, 0, 0)
            for axis in (0..<rank).reversed() {
                let position = rest % shape[axis]
                rest /= shape[axis]
                offsetA += a.shape[axis] == 1 ? 0 : position * a.shape.strides[axis]
                offsetB += b.shape[axis] == 1 ? 0 : position * b.shape.strides[axis]
            }
            y.scalars[index] = apply(a.scalars[offsetA], b.scalars[offsetB])
        }
        return y
    }

    /// The result for two scalars.
    func apply(_ a: Float, _ b: Float) -> Float {
        switch kind {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        }
    }
}

extension Shape {
    /// Returns the shape both broadcast to, or `nil` if they disagree.
    func broadcast(with other: Shape) -> Shape? {
        let rank = max(self.rank, other.rank)
        let (a, b) = (aligned(toRank: rank), other.aligned(toRank: rank))
        guard zip(a.dimensions, b.dimensions).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
        return Shape(zip(a.dimensions, b.dimensions).map { $0 == 1 ? $1 : $0 })
    }

    /// This shape with leading axes of extent 1 added.
    func aligned(toRank rank: Int) -> Shape {
        Shape([Int](repeating: 1, count: max(0, rank - self.rank)) + dimensions)
    }
}

extension Tensor {
    /// The tensor with axes of extent 1 added behind the batch axis, as NumPy would add them in front of an example.
    func aligned(toRank rank: Int) -> Tensor {
        let example = Shape(Array(shape.dimensions.dropFirst())).aligned(toRank: rank - 1)
        return reshaped(to: example.batched(shape[0]))
    }
}

/// A scaled residual: `x + scale * branch`, of two tensors of one shape.
///
/// Inception-ResNet scales its branches by 0.1 to 0.3 so that training stays stable; Szegedy et al.,
/// <https://arxiv.org/abs/1602.07261>, section 3.3.
public struct Residual: OperationDefinition {
    /// What the second input is multiplied by.
    public var scale: Float

    /// Creates a scaled residual.
    public init(scale: Float = 1) { self.scale = scale }

    /// What tables call the operation.
    public var summary: String { "residual x\(scale)" }

    /// The shape of both inputs.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        guard inputs.count == 2, inputs[0] == inputs[1] else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "it takes two of one shape")
        }
        return inputs[0]
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        Tensor(zip(inputs[0].scalars, inputs[1].scalars).map { $0 + scale * $1 }, shape: inputs[0].shape)
    }
}
