public import FaceEngine

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Safetensors {
    /// Writes `parameters` to a file: whole, or not at all.
    ///
    /// The bytes go to a temporary file in the same folder, which is flushed to the disk and then renamed, so that a
    /// reader sees the old file or the new one, and a crash leaves nothing half written under the name. The bytes are
    /// the same for the same parameters and metadata: the header is sorted, and tensors lie in order of their
    /// parameters, wide scalars first so that each is aligned. A mapped parameter may be written over its own file.
    ///
    /// - Parameters:
    ///   - parameters: What to write, each in the type it is stored in.
    ///   - path: The file, replaced if it is there.
    ///   - metadata: Free text for the header.
    /// - Throws: ``SafetensorsError/unwritable(reason:)`` with the system's reason; the temporary file is removed.
    public static func write(
        _ parameters: Parameters,
        to path: String,
        metadata: [String: String] = [:]
    ) throws(SafetensorsError) {
        let tensors = parameters.names.compactMap { name in parameters[name].map { (name: name, parameter: $0) } }
        let ordered = [8, 4, 2, 1].flatMap { width in
            tensors.filter { $0.parameter.scalarType.byteCount == width }
        }
        let header = try header(of: ordered, metadata: metadata)
        let file = try TemporaryFile(replacing: path)
        try header.withUnsafeBytes { bytes in Result { () throws(SafetensorsError) in try file.append(bytes) } }.get()
        for tensor in ordered {
            try tensor.parameter.withUnsafeBytes { bytes in
                Result { () throws(SafetensorsError) in try file.append(bytes) }
            }.get()
        }
        try file.commit()
    }

    /// The length and the JSON, padded with spaces to a multiple of 64 bytes.
    private static func header(
        of tensors: [(name: String, parameter: Parameter)],
        metadata: [String: String]
    ) throws(SafetensorsError) -> [UInt8] {
        var contents: [String: HeaderValue] = [:]
        if !metadata.isEmpty { contents["__metadata__"] = .metadata(metadata) }
        var offset = 0
        for (name, parameter) in tensors {
            guard name != "__metadata__" else { throw .unwritable(reason: "no parameter may be called \(name)") }
            let end = offset + parameter.shape.count * parameter.scalarType.byteCount
            contents[name] = .tensor(parameter.scalarType.safetensorsCode, parameter.shape.dimensions, [offset, end])
            offset = end
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var json = try? [UInt8](encoder.encode(contents)) else {
            throw .unwritable(reason: "its header cannot be written as JSON")
        }
        while !(json.count + 8).isMultiple(of: 64) { json.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
    }
}

/// A value of the header's outermost object.
private enum HeaderValue: Encodable {
    case metadata([String: String])
    case tensor(String, [Int], [Int])

    private enum Key: String, CodingKey {
        case dtype, shape
        case offsets = "data_offsets"
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .metadata(let text): try text.encode(to: encoder)
        case .tensor(let type, let shape, let offsets):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(type, forKey: .dtype)
            try container.encode(shape, forKey: .shape)
            try container.encode(offsets, forKey: .offsets)
        }
    }
}
