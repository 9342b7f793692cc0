public import FaceEngine
import SwiftProtobuf

/// Writes a network and its weights as an ONNX model of operator set 17.
///
/// Every operation has a way to be said in ONNX that ONNX Runtime runs with the same result; those that ONNX lacks are
/// written in parts (maxout as reshape and maximum, L2 normalization as norm, bound and quotient).
public struct ONNXExporter: Sendable {
    /// The version of ONNX's operators that is written.
    public static let operatorSet = 17

    private let network: Network
    private let parameters: Parameters

    /// Prepares the export of `network`.
    ///
    /// - Throws: ``ONNXError/network(_:)`` if `parameters` lacks some of the network's.
    public init(_ network: Network, parameters: Parameters) throws(ONNXError) {
        do { try network.validate(parameters) } catch { throw .network(error) }
        self.network = network
        self.parameters = parameters
    }

    /// Writes the model to a file: whole, or not at all.
    ///
    /// Weights go from where they lie straight to the file. They are written as 32-bit floats.
    ///
    /// - Parameter path: The file, replaced if it is there.
    /// - Throws: ``ONNXError/unwritable(reason:)`` with the system's reason.
    public func write(to path: String) throws(ONNXError) {
        let graph = try graphBytes()
        let weights = network.parameters.compactMap { role in
            parameters[role.name].map { (header: tensorHeader(role.name, $0.shape), name: role.name, parameter: $0) }
        }
        // Each weight is a field of the graph, so the graph's length is known before any weight is written.
        var length = graph.count
        for weight in weights {
            let content = weight.header.count + 4 * weight.parameter.shape.count
            length += 1 + varintCount(content) + content
        }
        do throws(SafetensorsError) {
            let file = try TemporaryFile(replacing: path)
            var head = modelHeader()
            head.append(varint: 7 << 3 | 2)
            head.append(varint: UInt64(length))
            try append(head + graph, to: file)
            for weight in weights {
                var field: [UInt8] = []
                field.append(varint: 5 << 3 | 2)
                field.append(varint: UInt64(weight.header.count + 4 * weight.parameter.shape.count))
                try append(field + weight.header, to: file)
                try weight.parameter.withUnsafeFloats { floats in
                    Result { () throws(SafetensorsError) in try file.append(UnsafeRawBufferPointer(floats)) }
                }.get()
            }
            try file.commit()
        } catch {
            throw .unwritable(reason: Self.reason(error))
        }
    }

    private func append(_ bytes: [UInt8], to file: borrowing TemporaryFile) throws(SafetensorsError) {
        try bytes.withUnsafeBytes { bytes in Result { () throws(SafetensorsError) in try file.append(bytes) } }.get()
    }

    private static func reason(_ error: SafetensorsError) -> String {
        if case .unwritable(let reason) = error { reason } else { error.description }
    }

    /// `ModelProto` up to its graph.
    private func modelHeader() -> [UInt8] {
        var model = Onnx_ModelProto()
        model.irVersion = 8
        model.producerName = "FaceNet in Swift"
        var version = Onnx_OperatorSetIdProto()
        version.domain = ""
        version.version = Int64(Self.operatorSet)
        model.opsetImport = [version]
        return (try? model.serializedBytes()) ?? []
    }

    /// `GraphProto` without the weights.
    private func graphBytes() throws(ONNXError) -> [UInt8] {
        var writer = ONNXGraphWriter(network)
        for id in network.ids { writer.write(id) }
        do { return try writer.finished().serializedBytes() } catch {
            throw .unwritable(reason: "the graph is too large")
        }
    }

    /// `TensorProto` of a weight, up to and with the length of its scalars.
    private func tensorHeader(_ name: String, _ shape: Shape) -> [UInt8] {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = shape.dimensions.map(Int64.init)
        tensor.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
        var bytes: [UInt8] = (try? tensor.serializedBytes()) ?? []
        bytes.append(varint: 9 << 3 | 2)
        bytes.append(varint: UInt64(4 * shape.count))
        return bytes
    }

    private func varintCount(_ value: Int) -> Int {
        var bytes: [UInt8] = []
        bytes.append(varint: UInt64(value))
        return bytes.count
    }
}
