#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A function of one variable, applied to every scalar.
public enum Activation: OperationDefinition {
    /// `max(x, 0)`.
    case relu
    /// `x` if positive, else `slope * x`, with one slope for all.
    case leakyReLU(slope: Float)
    /// `x` brought into a range.
    case clip(minimum: Float, maximum: Float)
    /// `1 / (1 + exp(-x))`.
    case sigmoid

    /// What tables call the operation.
    public var summary: String {
        switch self {
        case .relu: "relu"
        case .leakyReLU: "leaky relu"
        case .clip: "clip"
        case .sigmoid: "sigmoid"
        }
    }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { try inputs.only(for: summary) }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        Tensor(inputs[0].scalars.map(callAsFunction), shape: inputs[0].shape)
    }

    /// The value at `x`.
    public func callAsFunction(_ x: Float) -> Float {
        switch self {
        case .relu: max(x, 0)
        case .leakyReLU(let slope): x > 0 ? x : slope * x
        case .clip(let minimum, let maximum): min(max(x, minimum), maximum)
        case .sigmoid: 1 / (1 + exp(-x))
        }
    }
}

/// `base` to the power of `exponent`.
func power(_ base: Float, _ exponent: Float) -> Float { pow(base, exponent) }

/// A rectifier with a trained slope for negative values, one a channel: `x` if positive, else `slope[c] * x`.
///
/// Parameter: `slope` `[C]`. He et al., <https://arxiv.org/abs/1502.01852>, section 2.1.
public struct PReLU: OperationDefinition {
    /// Creates a parametric rectifier.
    public init() {}

    /// What tables call the operation.
    public var summary: String { "prelu" }

    /// The shape of the input.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape { try inputs.only(for: summary) }

    /// `slope`.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] { [ParameterRole("slope", [inputs[0][0]])] }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        inputs[0].mapByChannel { x, c in x > 0 ? x : parameters[0].scalars[c] * x }
    }
}
