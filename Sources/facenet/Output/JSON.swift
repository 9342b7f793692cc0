import Foundation

extension Console {
    /// Prints a value as one line of JSON, keys in alphabetical order.
    static func printJSON(_ value: some Encodable) throws { print(try json(value)) }

    /// Prints names and values: a line each with a tab between, or one object.
    static func report(_ values: KeyValuePairs<String, String>, json: Bool) throws {
        if json {
            try printJSON(Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value) }))
        } else {
            for (name, value) in values { print("\(name)\t\(value)") }
        }
    }

    /// A value as one line of JSON.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A curve's last threshold may be infinite, which JSON has no number for.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity",
            negativeInfinity: "-Infinity",
            nan: "NaN"
        )
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
