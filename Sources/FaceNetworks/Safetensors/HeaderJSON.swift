#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The JSON of a safetensors header, read but not yet believed.
struct HeaderJSON {
    /// The description of one tensor.
    struct Tensor: Decodable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    /// The tensors, in no order.
    let tensors: [String: Tensor]
    /// The free text of the file.
    let metadata: [String: String]

    init(parsing json: UnsafeRawBufferPointer) throws(SafetensorsError) {
        // A decoder might take a zero byte for UTF-16. JSON has none, and the format wants the brace first.
        guard json.first == UInt8(ascii: "{"), !json.contains(0) else {
            throw .malformedHeader(reason: "it does not begin with a brace, or is not UTF-8")
        }
        let contents: Contents
        do {
            contents = try JSONDecoder().decode(Contents.self, from: Data(json))
        } catch let error as DecodingError {
            throw .malformedHeader(reason: error.sentence)
        } catch {
            throw .malformedHeader(reason: "it is not JSON")
        }
        (tensors, metadata) = (contents.tensors, contents.metadata ?? [:])
        // The decoder keeps one of several equal keys and skips those it does not know, so the keys are counted.
        let keys = KeyCount(json)
        guard
            keys.outer == tensors.count + (contents.metadata == nil ? 0 : 1),
            keys.inner == 3 * tensors.count + metadata.count
        else { throw .malformedHeader(reason: "a name is repeated or unknown") }
    }
}

/// What the decoder makes of a header.
private struct Contents: Decodable {
    var tensors: [String: HeaderJSON.Tensor] = [:]
    var metadata: [String: String]?

    /// Any name.
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for name in container.allKeys {
            if name.stringValue == "__metadata__" {
                metadata = try container.decode([String: String].self, forKey: name)
            } else {
                tensors[name.stringValue] = try container.decode(HeaderJSON.Tensor.self, forKey: name)
            }
        }
    }
}

/// The keys of the objects of well-formed JSON, those of the outermost object and those one level below.
private struct KeyCount {
    var outer = 0
    var inner = 0

    init(_ json: UnsafeRawBufferPointer) {
        var (depth, isInString, isEscaped) = (0, false, false)
        for byte in json {
            guard !isInString else {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":"): (outer, inner) = (outer + (depth == 1 ? 1 : 0), inner + (depth == 2 ? 1 : 0))
            default: break
            }
        }
    }
}

extension DecodingError {
    /// What is wrong and where, without the decoder's own types.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\(key.stringValue) is missing\(context.place)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "a value has the wrong type\(context.place)"
        case .dataCorrupted(let context):
            "it is not JSON, or a number is out of range\(context.place)"
        @unknown default: "it is not JSON"
        }
    }
}

extension DecodingError.Context {
    /// Where in the header, such as ` in conv1.weight shape`.
    fileprivate var place: String {
        codingPath.isEmpty ? "" : " in " + codingPath.map { String($0.stringValue.prefix(80)) }.joined(separator: " ")
    }
}
