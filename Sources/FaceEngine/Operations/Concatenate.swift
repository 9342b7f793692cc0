/// Tensors side by side along one axis.
public struct Concatenate: OperationDefinition {
    /// The axis of one example, 0 for the channels.
    public var axis: Int

    /// Creates a concatenation.
    public init(axis: Int = 0) { self.axis = axis }

    /// What tables call the operation.
    public var summary: String { "concatenate" }

    /// The extents along the axis add up; all others are equal.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        guard let first = inputs.first, first.dimensions.indices.contains(axis) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "there is no axis \(axis)")
        }
        var dimensions = first.dimensions
        for input in inputs.dropFirst() {
            let agrees =
                input.rank == first.rank
                && first.dimensions.indices.allSatisfy { $0 == axis || input[$0] == first[$0] }
            guard agrees else { throw .unsuitable(operation: summary, inputs: inputs, reason: "the shapes disagree") }
            dimensions[axis] += input[axis]
        }
        return Shape(dimensions)
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let shape = inputs[0].shape
        let outer = shape.dimensions.prefix(axis + 1).reduce(1, *)
        let lengths = inputs.map { $0.shape.dimensions.dropFirst(axis + 1).reduce(1, *) }
        var scalars: [Float] = []
        for row in 0..<outer {
            for (input, length) in zip(inputs, lengths) { scalars += input.scalars[row * length..<(row + 1) * length] }
        }
        var dimensions = shape.dimensions
        dimensions[axis + 1] = inputs.reduce(0) { $0 + $1.shape[axis + 1] }
        return Tensor(scalars, shape: Shape(dimensions))
    }
}
