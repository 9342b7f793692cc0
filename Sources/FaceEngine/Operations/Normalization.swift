#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Exponentials that sum to one along an axis: `exp(x) / sum(exp(x))`.
public struct Softmax: OperationDefinition {
    /// The axis of one example, 0 for the channels.
    public var axis: Int

    /// Creates a softmax.
    public init(axis: Int = 0) { self.axis = axis }

    /// What tables call the operation.
    public var summary: String { "softmax" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.dimensions.indices.contains(axis) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "there is no axis \(axis)")
        }
        return input
    }

    /// The definition, less the greatest value so that nothing overflows.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        inputs[0].mapLines(along: axis + 1) { line in
            let greatest = line.reduce(-.infinity, max)
            let exponentials = line.map { exp($0 - greatest) }
            let sum = exponentials.reduce(0, +)
            return exponentials.map { $0 / sum }
        }
    }
}

/// A vector scaled to unit length: `x / max(|x|, epsilon)`, along the features of an example.
///
/// What puts an embedding on the unit hypersphere (paper, section 3.1).
public struct L2Normalize: OperationDefinition {
    /// The axis of one example, 0 for the features.
    public var axis: Int
    /// The least norm divided by.
    public var epsilon: Float

    /// Creates a normalization.
    public init(axis: Int = 0, epsilon: Float = 1e-12) {
        self.axis = axis
        self.epsilon = epsilon
    }

    /// What tables call the operation.
    public var summary: String { "L2 normalize" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.dimensions.indices.contains(axis) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "there is no axis \(axis)")
        }
        return input
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        inputs[0].mapLines(along: axis + 1) { line in
            let norm = Float(line.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
            return line.map { $0 / max(norm, epsilon) }
        }
    }
}

extension Tensor {
    /// Returns the tensor in which every line of scalars along `axis` is replaced by what `transform` makes of it.
    func mapLines(along axis: Int, _ transform: ([Float]) -> [Float]) -> Tensor {
        let (extent, step) = (shape[axis], shape.strides[axis])
        var result = self
        for start in scalars.indices where start / step % extent == 0 {
            let line = transform((0..<extent).map { scalars[start + $0 * step] })
            for (position, value) in line.enumerated() { result.scalars[start + position * step] = value }
        }
        return result
    }
}
