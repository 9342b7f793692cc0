import FaceEngine
import SwiftProtobuf

/// An ONNX message without its large weights, and where in the file those lie.
///
/// Each large tensor of the graph becomes what ONNX calls external data, so that decoding the skeleton costs as much
/// as the graph is long and not as much as the weights are: 94 MB of weights leave some 100 KB to decode.
struct ModelSkeleton {
    /// The decoded message.
    let model: Onnx_ModelProto
    /// The bytes of initializers that were taken out, by their place in `graph.initializer`.
    let spans: [Int: Range<Int>]

    /// Tensors of at least so many bytes are taken out.
    private static let threshold = 1024
    /// More than this beside the weights is no network.
    private static let limit = 256 << 20

    /// Reads the skeleton of the model in `file`.
    init(_ file: MappedFile) throws(ONNXError) {
        var spans: [Int: Range<Int>] = [:]
        let skeleton = try file.withUnsafeBytes { bytes throws(ONNXError) in
            guard bytes.count > 0 else { throw .malformed(reason: "it is empty") }
            return try Self.strip(bytes, spans: &spans)
        }
        do { model = try Onnx_ModelProto(serializedBytes: skeleton, partial: true) } catch {
            throw .malformed(reason: "its fields are not those of a model")
        }
        self.spans = spans
    }

    private static func strip(
        _ bytes: UnsafeRawBufferPointer,
        spans: inout [Int: Range<Int>]
    ) throws(ONNXError) -> [UInt8] {
        var result: [UInt8] = []
        var initializers = 0
        var reader = WireReader(bytes, range: 0..<bytes.count)
        while let field = try reader.next() {
            if field.number == 7, field.isBytes {
                let graph = try stripGraph(bytes, field.content, &initializers, &spans)
                result.append(field: 7, bytes: graph)
            } else {
                result.append(contentsOf: bytes[field.whole])
            }
            guard result.count <= limit else { throw .malformed(reason: "its graph is too large") }
        }
        return result
    }

    private static func stripGraph(
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        _ initializers: inout Int,
        _ spans: inout [Int: Range<Int>]
    ) throws(ONNXError) -> [UInt8] {
        var result: [UInt8] = []
        var reader = WireReader(bytes, range: range)
        while let field = try reader.next() {
            if field.number == 5, field.isBytes {
                let tensor = try stripTensor(bytes, field.content)
                spans[initializers] = tensor.span
                initializers += 1
                result.append(field: 5, bytes: tensor.rest)
            } else {
                result.append(contentsOf: bytes[field.whole])
            }
            guard result.count <= limit else { throw .malformed(reason: "its graph is too large") }
        }
        return result
    }

    /// Takes the one large run of scalars out of a tensor: `raw_data`, or `float_data`, which when packed is the same.
    private static func stripTensor(
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>
    ) throws(ONNXError) -> (rest: [UInt8], span: Range<Int>?) {
        guard range.count >= threshold else {
            var reader = WireReader(bytes, range: range)
            while try reader.next() != nil {}
            return (Array(bytes[range]), nil)
        }
        var result: [UInt8] = []
        var large: [WireField] = []
        var reader = WireReader(bytes, range: range)
        while let field = try reader.next() {
            if field.isBytes, field.number == 9 || field.number == 4, field.content.count >= threshold {
                large.append(field)
            } else {
                result.append(contentsOf: bytes[field.whole])
            }
        }
        // Protocol buffers let a later run of bytes replace an earlier one, and packed runs add up; no writer does so.
        guard large.count <= 1 else { throw .malformed(reason: "a tensor gives its scalars twice") }
        return (result, large.first?.content)
    }
}
