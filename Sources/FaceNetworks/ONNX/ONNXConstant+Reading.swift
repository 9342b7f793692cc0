import FaceEngine
import Foundation

/// Reads tensors of a model, which lie in its file or beside it.
struct ONNXTensorReader {
    /// The model's own file.
    let file: MappedFile
    /// The folder of the model, the only one whose files are read.
    let folder: URL
    private var neighbors: [String: MappedFile] = [:]

    /// Creates a reader of the tensors of the model in `file`, which lies in `folder`.
    init(file: MappedFile, folder: URL) {
        self.file = file
        self.folder = folder
    }

    /// Reads a tensor.
    ///
    /// - Parameters:
    ///   - tensor: The tensor as the model has it.
    ///   - span: Where its scalars lie in the model's file, if they were taken out of `tensor`.
    /// - Returns: The tensor, still in its file if it holds floats and is large.
    /// - Throws: ``ONNXError`` if it has fewer or more bytes than it claims, or lies outside its file.
    mutating func read(_ tensor: Onnx_TensorProto, span: Range<Int>? = nil) throws(ONNXError) -> ONNXConstant {
        let name = tensor.name.isEmpty ? "without a name" : tensor.name
        let (dims, count) = try checkedDims(tensor.dims, of: name)
        if tensor.dataLocation == .external {
            let (file, range) = try external(tensor, name: name)
            return try mapped(tensor, dims: dims, count: count, file: file, range: range, name: name)
        }
        if let span {
            return try mapped(tensor, dims: dims, count: count, file: file, range: span, name: name)
        }
        let storage = try inline(tensor, count: count, name: name)
        return ONNXConstant(dims: dims, storage: storage)
    }

    private func mapped(
        _ tensor: Onnx_TensorProto,
        dims: [Int],
        count: Int,
        file: MappedFile,
        range: Range<Int>,
        name: String
    ) throws(ONNXError) -> ONNXConstant {
        let type = try scalarType(of: tensor, name: name)
        guard count * type.byteCount == range.count else {
            throw .malformed(reason: "tensor \(name) claims \(count) scalars but has \(range.count) bytes")
        }
        guard type.isInteger else {
            return ONNXConstant(dims: dims, storage: .mapped(file, offset: range.lowerBound, type))
        }
        let bytes = file.withUnsafeBytes { Array($0[range]) }
        return ONNXConstant(dims: dims, storage: .extents(integers(bytes, type).map(Extent.known)))
    }

    private mutating func external(
        _ tensor: Onnx_TensorProto,
        name: String
    ) throws(ONNXError) -> (MappedFile, Range<Int>) {
        var entries: [String: String] = [:]
        for entry in tensor.externalData { entries[entry.key] = entry.value }
        guard let location = entries["location"], !location.isEmpty, location != "..", location != ".",
            !location.contains("/"), !location.contains("\\"), !location.contains("\0")
        else { throw .malformed(reason: "tensor \(name) lies in a file outside the model's folder") }
        let neighbor = try neighbor(location)
        let offset = Int(entries["offset"] ?? "0") ?? -1
        guard offset >= 0, offset <= neighbor.count else {
            throw .malformed(reason: "tensor \(name) lies outside \(location)")
        }
        let length = entries["length"].map { Int($0) ?? -1 } ?? (neighbor.count - offset)
        guard length >= 0, length <= neighbor.count - offset else {
            throw .malformed(reason: "tensor \(name) lies outside \(location)")
        }
        return (neighbor, offset..<offset + length)
    }

    private mutating func neighbor(_ name: String) throws(ONNXError) -> MappedFile {
        if let file = neighbors[name] { return file }
        let file: MappedFile
        do { file = try MappedFile(path: folder.appendingPathComponent(name).path) } catch { throw .unreadable(error) }
        neighbors[name] = file
        return file
    }

    private func inline(
        _ tensor: Onnx_TensorProto,
        count: Int,
        name: String
    ) throws(ONNXError) -> ONNXConstant.Storage {
        let type = try scalarType(of: tensor, name: name)
        let storage: ONNXConstant.Storage
        if tensor.hasRawData {
            let bytes = [UInt8](tensor.rawData)
            guard count * type.byteCount == bytes.count else {
                throw .malformed(reason: "tensor \(name) claims \(count) scalars but has \(bytes.count) bytes")
            }
            storage =
                type.isInteger
                ? .extents(integers(bytes, type).map(Extent.known)) : .floats(floats(bytes, type))
        } else {
            storage = fields(tensor, type)
        }
        let actual: Int
        switch storage {
        case .floats(let floats): actual = floats.count
        case .extents(let extents): actual = extents.count
        case .mapped: actual = count
        }
        guard actual == count else {
            throw .malformed(reason: "tensor \(name) claims \(count) scalars but has \(actual)")
        }
        return storage
    }

    /// The scalars of a tensor that lists them as numbers, small ones as integers of 32 bits whatever their type.
    private func fields(_ tensor: Onnx_TensorProto, _ type: ScalarType) -> ONNXConstant.Storage {
        switch type {
        case .float32: .floats(tensor.floatData)
        case .float64: .floats(tensor.doubleData.map { Float($0) })
        case .float16, .bfloat16:
            .floats(floats(tensor.int32Data.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8 & 0xff)] }, type))
        case .int64: .extents(tensor.int64Data.map { .known(Int($0)) })
        case .int32, .int8, .uint8: .extents(tensor.int32Data.map { .known(Int($0)) })
        }
    }

    private func floats(_ bytes: [UInt8], _ type: ScalarType) -> [Float] {
        func map<Scalar>(_: Scalar.Type, _ convert: (Scalar) -> Float) -> [Float] {
            bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / MemoryLayout<Scalar>.size).map { index in
                    convert(bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Scalar>.size, as: Scalar.self))
                }
            }
        }
        return switch type {
        case .float32: map(Float.self) { $0 }
        case .float64: map(Double.self) { Float($0) }
        case .bfloat16: map(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .float16: map(UInt16.self) { Float(half: $0) }
        case .int8, .uint8, .int32, .int64: integers(bytes, type).map(Float.init)
        }
    }

    private func integers(_ bytes: [UInt8], _ type: ScalarType) -> [Int] {
        func map<Scalar: FixedWidthInteger>(_: Scalar.Type) -> [Int] {
            bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / MemoryLayout<Scalar>.size).map { index in
                    Int(bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Scalar>.size, as: Scalar.self))
                }
            }
        }
        return switch type {
        case .int8: map(Int8.self)
        case .uint8: map(UInt8.self)
        case .int32: map(Int32.self)
        default: map(Int64.self)
        }
    }

    private func scalarType(of tensor: Onnx_TensorProto, name: String) throws(ONNXError) -> ScalarType {
        switch Onnx_TensorProto.DataType(rawValue: Int(tensor.dataType)) {
        case .float: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .double: .float64
        case .int64: .int64
        case .int32: .int32
        case .int8: .int8
        case .uint8, .bool: .uint8
        default: throw .malformed(reason: "tensor \(name) holds scalars of type \(tensor.dataType), which is unknown")
        }
    }
}

extension ScalarType {
    /// Whether the scalars are whole numbers.
    var isInteger: Bool {
        switch self {
        case .float32, .float16, .bfloat16, .float64: false
        case .int8, .uint8, .int32, .int64: true
        }
    }
}

extension Float {
    /// Creates a float from the bits of an IEEE half.
    ///
    /// By hand, since `Float16` is not available everywhere.
    fileprivate init(half bits: UInt16) {
        let magnitude = UInt32(bits & 0x7fff)
        let scaled = Float(bitPattern: magnitude << 13) * 0x1p112
        let value = magnitude >= 0x7c00 ? Float(bitPattern: 0x7f80_0000 | magnitude << 13) : scaled
        self = bits & 0x8000 == 0 ? value : -value
    }
}
