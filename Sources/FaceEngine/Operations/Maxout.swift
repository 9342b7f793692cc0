/// The greatest of each group of neighboring channels: unit `u` is the maximum of channels `u * pieces ..< (u+1) * pieces`.
///
/// Goodfellow et al., <https://arxiv.org/abs/1302.4389>. The FaceNet paper's NN1 has it with two pieces (Table 1).
public struct Maxout: OperationDefinition {
    /// How many channels compete for one unit.
    public var pieces: Int

    /// Creates a maxout.
    public init(pieces: Int = 2) { self.pieces = pieces }

    /// What tables call the operation.
    public var summary: String { "maxout \(pieces)" }

    /// `[pieces * C, ...]` to `[C, ...]`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.rank >= 1, pieces >= 1, input[0].isMultiple(of: pieces) else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "the channels do not divide into \(pieces)")
        }
        return Shape([input[0] / pieces] + input.dimensions.dropFirst())
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        let plane = x.shape.dimensions.dropFirst(2).reduce(1, *)
        let units = x.shape[0] * x.shape[1] / pieces
        var y = Tensor(zeros: Shape([x.shape[0], x.shape[1] / pieces] + x.shape.dimensions.dropFirst(2)))
        for unit in 0..<units {
            for pixel in 0..<plane {
                let group = (0..<pieces).map { x.scalars[(unit * pieces + $0) * plane + pixel] }
                y.scalars[unit * plane + pixel] = group.reduce(-.infinity, max)
            }
        }
        return y
    }
}
