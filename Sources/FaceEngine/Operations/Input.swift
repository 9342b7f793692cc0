/// Where data enters a network.
public struct Input: OperationDefinition {
    /// The shape of one example, such as `[3, 160, 160]`.
    public var shape: Shape

    /// Creates an input.
    public init(shape: Shape) { self.shape = shape }

    /// What tables call the operation.
    public var summary: String { "input" }

    /// The shape of one example.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { shape }

    /// The input itself, which the interpreter hands in.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor { inputs[0] }
}

/// A tensor that is the same for every example: a parameter called `value`.
public struct Constant: OperationDefinition {
    /// The shape without a batch axis; operations broadcast it over the batch.
    public var shape: Shape

    /// Creates a constant.
    public init(shape: Shape) { self.shape = shape }

    /// What tables call the operation.
    public var summary: String { "constant" }

    /// The shape of the value.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { shape }

    /// The one parameter, `value`.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] { [ParameterRole("value", shape, isTrained: false)] }

    /// The value with a batch axis of extent 1.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        parameters[0].reshaped(to: shape.batched(1))
    }
}
