/// Any key of a mapping.
private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// A mapping that has none but the keys of `Keys`, and `kind`: a misspelled option is refused, not passed over.
    ///
    /// - Throws: `DecodingError` that names the key and those there are.
    func strictContainer<Keys: CodingKey & CaseIterable>(keyedBy keys: Keys.Type) throws
        -> KeyedDecodingContainer<Keys>
    {
        let known = Keys.allCases.map(\.stringValue)
        let container = try container(keyedBy: AnyKey.self)
        if let key = container.allKeys.first(where: { $0.stringValue != "kind" && !known.contains($0.stringValue) }) {
            let choices = known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: container,
                debugDescription: "\(key.stringValue) is no option here: \(choices)"
            )
        }
        return try self.container(keyedBy: keys)
    }
}

extension KeyedDecodingContainer {
    /// The value under `key`, or `fallback` if there is none.
    func decode<Value: Decodable>(_ key: Key, or fallback: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? fallback
    }

    /// The same for a number that has to satisfy something.
    func decode<Value: Decodable>(
        _ key: Key,
        or fallback: Value,
        _ requirement: String,
        _ isValid: (Value) -> Bool
    ) throws -> Value {
        let value = try decode(key, or: fallback)
        guard isValid(value) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "\(key.stringValue) must be \(requirement), not \(value)"
            )
        }
        return value
    }
}
