/// What everybody needs to know about an operation: its shapes, its parameters, what it costs, and what it means.
///
/// Shapes are those of one example, `[C, H, W]` or `[C]`: the batch axis is left out. Tensors given to
/// ``evaluateReference(_:parameters:)`` have it, `[N, C, H, W]` or `[N, C]`.
public protocol OperationDefinition: Hashable, Sendable {
    /// What tables and messages call the operation, such as `convolution 3x3/2`.
    var summary: String { get }

    /// Returns the shape of one example of the output.
    ///
    /// - Throws: ``NetworkError`` if the operation cannot take such inputs.
    func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape

    /// The parameters the operation wants, in the order in which ``evaluateReference(_:parameters:)`` takes them.
    func parameters(for inputs: [Shape]) -> [ParameterRole]

    /// The multiplications and additions of one example, a pair counted once, as the paper's tables do.
    func multiplyAdds(for inputs: [Shape], output: Shape) -> Int

    /// Computes the operation by its definition, slowly: the oracle of the fast kernels' tests, and never more.
    ///
    /// - Parameters:
    ///   - inputs: The inputs, each with a batch axis in front.
    ///   - parameters: A tensor for each role of ``parameters(for:)``.
    /// - Returns: The output, with a batch axis in front.
    func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor

    /// Computes the gradients of a scalar by the operation's definition, slowly: the twin of the fast backward kernels.
    ///
    /// - Parameters:
    ///   - inputs: The inputs, each with a batch axis in front.
    ///   - parameters: A tensor for each role of ``parameters(for:)``.
    ///   - outputGradient: The scalar's gradient with respect to the output, of the output's shape.
    /// - Returns: Its gradients with respect to the inputs and the trained parameters, of their shapes.
    func referenceGradients(
        _ inputs: [Tensor],
        parameters: [Tensor],
        outputGradient: Tensor
    ) -> ReferenceGradients
}

/// What ``OperationDefinition/referenceGradients(_:parameters:outputGradient:)`` returns.
public struct ReferenceGradients: Equatable, Sendable {
    /// One for each input.
    public var inputs: [Tensor]
    /// One for each trained parameter.
    public var parameters: [Tensor]

    /// Creates a set of gradients.
    public init(_ inputs: Tensor..., parameters: [Tensor] = []) {
        (self.inputs, self.parameters) = (inputs, parameters)
    }
}

extension OperationDefinition {
    /// None, unless the operation says otherwise.
    public func parameters(for inputs: [Shape]) -> [ParameterRole] { [] }
    /// None, unless the operation says otherwise.
    public func multiplyAdds(for inputs: [Shape], output: Shape) -> Int { 0 }
}

/// One parameter of an operation: the last part of its name, and its shape.
public struct ParameterRole: Hashable, Sendable {
    /// The last part of the parameter's name, such as `weight`; the node's name and a dot stand before it.
    public let name: String
    /// The extents of the parameter.
    public let shape: Shape
    /// Whether training changes it by a gradient; running statistics and constants are not trained.
    public let isTrained: Bool

    /// Creates a role.
    public init(_ name: String, _ shape: Shape, isTrained: Bool = true) {
        self.name = name
        self.shape = shape
        self.isTrained = isTrained
    }
}
