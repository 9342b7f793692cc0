import Foundation

/// Small values as JSON texts in columns.
enum JSON {
    /// The text of a value, always the same for the same value.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value of a text that a gallery holds.
    static func value<Value: Decodable>(_ type: Value.Type, of text: String) throws(GalleryError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .corrupt(reason: "a text in it is not the JSON it should be")
        }
    }
}

extension Date {
    init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// Milliseconds since 1970, what a gallery stores times as.
    var milliseconds: Int64 {
        // Within what a 64-bit number holds; a damaged file can state any time.
        Int64(max(-9e18, min(9e18, (timeIntervalSince1970 * 1000).rounded())))
    }
}
