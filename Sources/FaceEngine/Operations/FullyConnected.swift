/// A fully connected layer: `y = weight x + bias`, on all features of an example.
///
/// Parameters: `weight` `[O, I]` and, unless it has none, `bias` `[O]`. An input of more than one axis is taken as its
/// features in row-major order.
public struct FullyConnected: OperationDefinition {
    /// The number of outputs, `O`.
    public var outputs: Int
    /// Whether a bias is added.
    public var hasBias: Bool

    /// Creates a fully connected layer.
    public init(outputs: Int, hasBias: Bool = true) {
        self.outputs = outputs
        self.hasBias = hasBias
    }

    /// What tables call the operation.
    public var summary: String { "fully connected" }

    /// Any shape to `[O]`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        _ = try inputs.only(for: summary)
        return [outputs]
    }

    /// `weight`, and `bias` if there is one.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] {
        let weight = ParameterRole("weight", [outputs, inputs[0].count])
        return hasBias ? [weight, ParameterRole("bias", [outputs])] : [weight]
    }

    /// One for each weight.
    public func multiplyAdds(for inputs: [Shape], output: Shape) -> Int { inputs[0].count * outputs }

    /// The definition, row by row.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let batch = inputs[0].shape[0]
        let features = inputs[0].shape.count / max(1, batch)
        var y = Tensor(zeros: [batch, outputs])
        for n in 0..<batch {
            for o in 0..<outputs {
                var sum = hasBias ? Double(parameters[1].scalars[o]) : 0
                for i in 0..<features {
                    sum += Double(parameters[0].scalars[o * features + i]) * Double(inputs[0].scalars[n * features + i])
                }
                y.scalars[n * outputs + o] = Float(sum)
            }
        }
        return y
    }
}
