/// The same scalars, in the same order, under another shape.
public struct Reshape: OperationDefinition {
    /// The new shape of one example.
    public var shape: Shape

    /// Creates a reshape.
    public init(_ shape: Shape) { self.shape = shape }

    /// What tables call the operation.
    public var summary: String { "reshape" }

    /// The new shape.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        guard try inputs.only(for: summary).count == shape.count else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "\(shape) does not hold as many scalars")
        }
        return shape
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        inputs[0].reshaped(to: shape.batched(inputs[0].shape[0]))
    }
}

/// The axes of an example in another order: axis `i` of the output is axis `permutation[i]` of the input.
public struct Transpose: OperationDefinition {
    /// For each axis of the output, the axis of the input; the batch axis stays in front and is not counted.
    public var permutation: [Int]

    /// Creates a transposition.
    public init(_ permutation: [Int]) { self.permutation = permutation }

    /// What tables call the operation.
    public var summary: String { "transpose" }

    /// The extents in the new order.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard permutation.sorted() == Array(0..<input.rank) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "\(permutation) does not order its axes")
        }
        return Shape(permutation.map { input[$0] })
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        let axes = [0] + permutation.map { $0 + 1 }
        var y = Tensor(zeros: Shape(axes.map { x.shape[$0] }))
        for index in y.scalars.indices {
            var (rest, offset) = (index, 0)
            for axis in axes.indices.reversed() {
                offset += rest % y.shape[axis] * x.shape.strides[axes[axis]]
                rest /= y.shape[axis]
            }
            y.scalars[index] = x.scalars[offset]
        }
        return y
    }
}

/// Random zeros in training; nothing at all in inference.
public struct Dropout: OperationDefinition {
    /// The share of scalars dropped.
    public var rate: Float

    /// Creates a dropout.
    public init(rate: Float) { self.rate = rate }

    /// What tables call the operation.
    public var summary: String { "dropout" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { try inputs.only(for: summary) }

    /// The input: this is what it does in inference.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor { inputs[0] }
}

/// Each pixel repeated: the nearest neighbor, up by whole factors.
public struct Resize: OperationDefinition {
    /// How often each row and column is repeated.
    public var rows: Int, columns: Int

    /// Creates a resize.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// What tables call the operation.
    public var summary: String { "nearest resize x\(rows)" }

    /// `[C, H, W]` to `[C, rows H, columns W]`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.rank == 3, rows >= 1, columns >= 1 else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "it needs [C, H, W] and whole factors")
        }
        return [input[0], input[1] * rows, input[2] * columns]
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        var y = Tensor(zeros: [x.shape[0], x.shape[1], x.shape[2] * rows, x.shape[3] * columns])
        for index in y.scalars.indices {
            let (column, row) = (index % y.shape[3], index / y.shape[3] % y.shape[2])
            let plane = index / (y.shape[2] * y.shape[3])
            y.scalars[index] = x.scalars[(plane * x.shape[2] + row / rows) * x.shape[3] + column / columns]
        }
        return y
    }
}
