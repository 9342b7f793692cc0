/// A two-dimensional convolution, in groups if asked: `y[o] = bias[o] + sum(weight[o, i] * x[i])` over the window.
///
/// Parameters: `weight` `[O, I/groups, rows, columns]` and, unless it has none, `bias` `[O]`.
public struct Convolution: OperationDefinition {
    /// The number of output channels, `O`.
    public var outputs: Int
    /// Kernel, stride, border and dilation.
    public var window: Window
    /// The number of groups that input and output channels are divided into.
    public var groups: Int
    /// Whether a bias is added.
    public var hasBias: Bool

    /// Creates a convolution.
    public init(outputs: Int, window: Window, groups: Int = 1, hasBias: Bool = true) {
        self.outputs = outputs
        self.window = window
        self.groups = groups
        self.hasBias = hasBias
    }

    /// What tables call the operation.
    public var summary: String { "convolution \(window.summary)" + (groups > 1 ? " groups \(groups)" : "") }

    /// `[C, H, W]` to `[O, H', W']`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        let size = try window.outputSize(of: input, for: summary)
        guard groups >= 1, outputs >= 1, input[0] % groups == 0, outputs % groups == 0 else {
            throw .unsuitable(
                operation: summary,
                inputs: inputs,
                reason: "\(input[0]) and \(outputs) channels do not divide into \(groups) groups"
            )
        }
        return [outputs, size.rows, size.columns]
    }

    /// `weight`, and `bias` if there is one.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] {
        let weight = ParameterRole("weight", [outputs, inputs[0][0] / groups, window.rows, window.columns])
        return hasBias ? [weight, ParameterRole("bias", [outputs])] : [weight]
    }

    /// One for each tap of each output.
    public func multiplyAdds(for inputs: [Shape], output: Shape) -> Int {
        output.count * inputs[0][0] / groups * window.rows * window.columns
    }

    /// The definition, tap by tap.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let (x, weight) = (inputs[0], parameters[0])
        let (channels, height, width) = (x.shape[1], x.shape[2], x.shape[3])
        let rows = (height + window.top + window.bottom - window.extent.rows) / window.rowStride + 1
        let columns = (width + window.left + window.right - window.extent.columns) / window.columnStride + 1
        var y = Tensor(zeros: [x.shape[0], outputs, rows, columns])
        let (groupInputs, groupOutputs) = (channels / groups, outputs / groups)
        var index = 0
        for n in 0..<x.shape[0] {
            for o in 0..<outputs {
                for row in 0..<rows {
                    for column in 0..<columns {
                        var sum = hasBias ? Double(parameters[1].scalars[o]) : 0
                        for i in 0..<groupInputs {
                            let channel = o / groupOutputs * groupInputs + i
                            for r in 0..<window.rows {
                                let h = row * window.rowStride - window.top + r * window.rowDilation
                                guard (0..<height).contains(h) else { continue }
                                for c in 0..<window.columns {
                                    let w = column * window.columnStride - window.left + c * window.columnDilation
                                    guard (0..<width).contains(w) else { continue }
                                    let tap = ((o * groupInputs + i) * window.rows + r) * window.columns + c
                                    let pixel = ((n * channels + channel) * height + h) * width + w
                                    sum += Double(weight.scalars[tap]) * Double(x.scalars[pixel])
                                }
                            }
                        }
                        y.scalars[index] = Float(sum)
                        index += 1
                    }
                }
            }
        }
        return y
    }
}
