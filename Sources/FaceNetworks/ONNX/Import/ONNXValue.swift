import FaceEngine

/// What a name in an ONNX graph stands for while a network is built.
///
/// Some cases are not nodes yet: what reads them decides whether they become one. A scaled branch vanishes in the
/// residual that adds it, a flattening in the matrix product behind it, a norm in the division by it.
enum ONNXValue {
    /// The output of a node of the network.
    case node(NodeID)
    /// A node's output under another shape.
    case reshaped(NodeID, Shape)
    /// A node's output times a number.
    case scaled(NodeID, by: Float)
    /// The L2 norm of a node's output along an axis, kept as an axis of extent 1, and at least epsilon.
    case norm(of: NodeID, axis: Int, epsilon: Float)
    /// A tensor known before any data is.
    case constant(ONNXConstant)
}
