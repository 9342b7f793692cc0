public import FaceEngine
import Foundation

/// A model read from an ONNX file: checked and parsed once, made into a ``Network`` for each size of input wanted.
///
///     let model = try ONNXModel(path: "mtcnn-pnet.onnx")
///     let (network, parameters) = try model.network(inputShapes: ["image": [3, 120, 160]])
///
/// The weights stay in the mapped file, whatever the number of networks made. Axis 0 of every input is the batch.
public struct ONNXModel: Sendable {
    private let graph: ONNXGraph
    private let copies = ParameterCopies()

    /// Reads the model at `path`.
    ///
    /// - Throws: ``ONNXError`` if the file cannot be read, is cut off, or contradicts itself. Operators are checked
    ///   by ``network(inputShapes:)``.
    /// - Complexity: O(*g*), where *g* is the size of the graph without its weights.
    public init(path: String) throws(ONNXError) {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .unreadable(error) }
        try self.init(file: file, folder: URL(fileURLWithPath: path).deletingLastPathComponent())
    }

    /// Reads the model in a mapped file, whose external weights, if any, lie in `folder`.
    init(file: MappedFile, folder: URL) throws(ONNXError) { graph = try ONNXGraph(file, folder: folder) }

    /// The name that the model gives itself, often of the program that wrote it.
    public var name: String { graph.name }

    /// The version of ONNX's operators that the model is written in.
    public var operatorSet: Int { graph.opset }

    /// The names of the inputs, in order.
    public var inputNames: [String] { graph.inputs.map(\.value) }

    /// The names of the outputs, in the order of ``Network/outputs``.
    public var outputNames: [String] { graph.outputs }

    /// The extents of one example of an input, `nil` for one left open; `nil` if there is no such input or no shape.
    public func dimensions(ofInput name: String) -> [Int?]? {
        graph.inputs.first { $0.value == name }?.dims.map { Array($0.dropFirst()) }
    }

    /// Makes the network for inputs of the given size.
    ///
    /// - Parameter inputShapes: The shape of one example, `[C, H, W]`, by input name; an input whose size the model
    ///   fixes may be left out.
    /// - Returns: The network, and its weights, which all networks made of one model share.
    /// - Throws: ``ONNXError`` with the node's name if an operator is not supported.
    /// - Complexity: O(*n*) in the number of nodes, once matrices that lie transposed in the file were turned.
    public func network(inputShapes: [String: Shape] = [:]) throws(ONNXError) -> (Network, Parameters) {
        var importer = ONNXImporter(graph, copies: copies)
        return try importer.network(inputShapes: inputShapes)
    }
}
