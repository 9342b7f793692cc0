public import FaceEngine

/// A reason why a safetensors file could not be read or written.
public enum SafetensorsError: Error, Equatable, Sendable {
    /// The system could not open or map the file.
    case storage(StorageError)
    /// The file could not be written; the reason is the system's own.
    case unwritable(reason: String)
    /// The file is too short for the length of its header.
    case truncated(byteCount: Int)
    /// The header claims to be longer than the file or than any header may be.
    case headerLength(claimed: UInt64, available: Int)
    /// The header is not the JSON it should be.
    case malformedHeader(reason: String)
    /// The scalars are of a type we do not read.
    case unsupportedType(name: String, type: String)
    /// An extent is negative, or the scalars are more than can be counted.
    case badShape(name: String, shape: [Int])
    /// The bytes of a tensor begin behind their end, or lie outside the file.
    case badOffsets(name: String, begin: Int, end: Int, available: Int)
    /// The shape and the type ask for another number of bytes than the offsets give.
    case wrongByteCount(name: String, expected: Int, actual: Int)
    /// The bytes of two tensors overlap.
    case overlap(String, String)
    /// Bytes belong to no tensor.
    case hole(offset: Int, byteCount: Int)
}

extension SafetensorsError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .storage(let error): error.description
        case .unwritable(let reason): "could not be written: \(reason)"
        case .truncated(let byteCount): "\(byteCount) bytes are too few for a safetensors file"
        case .headerLength(let claimed, let available):
            "the header claims \(claimed) bytes, where \(available) are the most it could have"
        case .malformedHeader(let reason): "the header is malformed: \(reason)"
        case .unsupportedType(let name, let type):
            "tensor \(printable(name)) has the type \(printable(type)), which is not supported"
        case .badShape(let name, let shape):
            "tensor \(printable(name)) has the impossible shape \(shape)"
        case .badOffsets(let name, let begin, let end, let available):
            "tensor \(printable(name)) claims the bytes \(begin) to \(end) of \(available)"
        case .wrongByteCount(let name, let expected, let actual):
            "tensor \(printable(name)) needs \(expected) bytes and has \(actual)"
        case .overlap(let first, let second):
            "the tensors \(printable(first)) and \(printable(second)) overlap"
        case .hole(let offset, let byteCount): "\(byteCount) bytes from \(offset) on belong to no tensor"
        }
    }
}

/// A name from a file we do not trust, fit for one line of a terminal.
private func printable(_ name: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in name.unicodeScalars.prefix(80) {
        line.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return String(line) + (name.unicodeScalars.count > 80 ? "..." : "")
}
