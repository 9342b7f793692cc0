import Foundation
import Hummingbird
import NIOFoundationCompat

/// JSON as this API has it: dates in UTC with milliseconds, keys in one order, nothing unknown taken.
enum JSONBody {
    static func encode(_ value: some Encodable) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(.iso8601))
        }
        return ByteBuffer(data: try encoder.encode(value))
    }

    /// Reads a body, and says what is wrong with it by key.
    ///
    /// - Parameters:
    ///   - type: What it holds.
    ///   - bytes: The body.
    ///   - allowed: The keys that may be there: an unknown one is a mistake somebody should hear of.
    ///   - nullable: Those of them that may be null.
    /// - Returns: What it says.
    /// - Throws: ``Problem``.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: ByteBuffer,
        allowed: [String],
        nullable: [String] = []
    ) throws -> Value {
        let data = Data(buffer: bytes)
        guard let object = try? JSONSerialization.jsonObject(with: data), let fields = object as? [String: Any] else {
            throw Problem.badRequest("the body is not a JSON object")
        }
        if let unknown = fields.keys.first(where: { !allowed.contains($0) }) {
            let known = allowed.joined(separator: ", ")
            throw Problem.badRequest("the body has no field `\(unknown.prefix(40))`; it may have \(known)")
        }
        if let null = fields.first(where: { $0.value is NSNull && !nullable.contains($0.key) })?.key {
            throw Problem.badRequest("`\(null)` cannot be null")
        }
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw Problem.badRequest(error.sentence)
        }
    }
}

extension DecodingError {
    /// What is wrong, by key.
    fileprivate var sentence: String {
        func name(_ context: Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        return switch self {
        case .keyNotFound(let key, _): "the body lacks `\(key.stringValue)`"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "`\(name(context))` is of the wrong type"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "the body is not JSON" : "`\(name(context))` cannot be read"
        @unknown default: "the body cannot be read"
        }
    }
}
