import HTTPTypes

/// What a caller says of a person: each field is absent, null, or a value, which are three things.
struct PersonFields: Decodable, Sendable {
    enum Field<Value: Decodable & Sendable>: Sendable {
        case absent
        case null
        case value(Value)

        var value: Value? { if case .value(let value) = self { value } else { nil } }
        var isGiven: Bool { if case .absent = self { false } else { true } }
    }

    var name: Field<String>
    var aliases: Field<[String]>
    var metadata: Field<[String: String]>
    var consent: Field<String>
    var retainUntil: Field<String>

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name, aliases, metadata, consent, retainUntil
    }

    static let names = CodingKeys.allCases.map(\.rawValue)
    static let nullable = [CodingKeys.consent, .retainUntil].map(\.rawValue)

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func field<Value>(_ key: CodingKeys) throws -> Field<Value> {
            guard container.contains(key) else { return .absent }
            return try container.decodeNil(forKey: key) ? .null : .value(container.decode(Value.self, forKey: key))
        }
        name = try field(.name)
        aliases = try field(.aliases)
        metadata = try field(.metadata)
        consent = try field(.consent)
        retainUntil = try field(.retainUntil)
    }

    var isEmpty: Bool {
        !(name.isGiven || aliases.isGiven || metadata.isGiven || consent.isGiven || retainUntil.isGiven)
    }

    /// Throws for what no gallery has to be asked about.
    func check() throws {
        guard (name.value ?? "-").unicodeScalars.count <= 200 else {
            throw Problem(.unprocessableContent, "invalid_name", "a name has at most 200 characters")
        }
        guard (aliases.value ?? []).count <= 100, (metadata.value ?? [:]).count <= 100 else {
            throw Problem(.unprocessableContent, "invalid_value", "there are at most 100 aliases and 100 metadata")
        }
        let texts = (metadata.value ?? [:]).values.map { ($0, 1000) } + [(consent.value ?? "", 2000)]
        guard texts.allSatisfy({ $0.0.unicodeScalars.count <= $0.1 }) else {
            let detail = "metadata have at most 1,000 characters, consent 2,000"
            throw Problem(.unprocessableContent, "invalid_value", detail)
        }
    }
}
