/// What a node of a ``Network`` computes: one case for each kind, one file for each definition.
///
/// Architectures, importers, exporters and backends switch over the cases; what all of them need to know about an
/// operation is its ``OperationDefinition``.
public enum Operation: Hashable, Sendable {
    case input(Input)
    case constant(Constant)
    case convolution(Convolution)
    case fullyConnected(FullyConnected)
    case batchNorm(BatchNorm)
    case localResponseNorm(LocalResponseNorm)
    case activation(Activation)
    case prelu(PReLU)
    case maxout(Maxout)
    case pool(Pool)
    case globalAveragePool(GlobalAveragePool)
    case concatenate(Concatenate)
    case elementwise(Elementwise)
    case residual(Residual)
    case dropout(Dropout)
    case reshape(Reshape)
    case transpose(Transpose)
    case softmax(Softmax)
    case l2Normalize(L2Normalize)
    case resize(Resize)

    /// The operation's shapes, parameters, cost and reference.
    public var definition: any OperationDefinition {
        switch self {
        case .input(let operation): operation
        case .constant(let operation): operation
        case .convolution(let operation): operation
        case .fullyConnected(let operation): operation
        case .batchNorm(let operation): operation
        case .localResponseNorm(let operation): operation
        case .activation(let operation): operation
        case .prelu(let operation): operation
        case .maxout(let operation): operation
        case .pool(let operation): operation
        case .globalAveragePool(let operation): operation
        case .concatenate(let operation): operation
        case .elementwise(let operation): operation
        case .residual(let operation): operation
        case .dropout(let operation): operation
        case .reshape(let operation): operation
        case .transpose(let operation): operation
        case .softmax(let operation): operation
        case .l2Normalize(let operation): operation
        case .resize(let operation): operation
        }
    }
}
