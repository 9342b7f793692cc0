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
                debugDescription: "unknown key '\(key.stringValue)'\(suggestion(for: key, among: known)): \(choices)"
            )
        }
        return try self.container(keyedBy: keys)
    }

    /// The known key that a slip of the pen would make of it, if there is one.
    private func suggestion(for key: AnyKey, among known: [String]) -> String {
        let near = known.map { ($0, $0.lowercased().editDistance(to: key.stringValue.lowercased())) }
        guard let best = near.min(by: { $0.1 < $1.1 }), best.1 <= max(1, key.stringValue.count / 3) else { return "" }
        return " (did you mean '\(best.0)'?)"
    }
}

extension String {
    /// How many characters are to be put in, taken away or replaced to make the other text; Levenshtein, 1966.
    ///
    /// - Complexity: O(*n* *m*).
    func editDistance(to other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (index, character) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for place in other.indices {
                let above = row[place + 1]
                let replaced = diagonal + (character == other[place] ? 0 : 1)
                row[place + 1] = Swift.min(replaced, above + 1, row[place] + 1)
                diagonal = above
            }
        }
        return row[other.count]
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
