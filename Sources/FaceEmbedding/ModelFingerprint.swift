/// Which model made an embedding: the SHA-256 of its weights and of what it expects of its input.
///
/// Embeddings of two models must not be compared, and nothing in the numbers would tell. So galleries and
/// reports carry this, and refuse to mix. The model bundle computes it; here it is only kept, read and
/// printed.
public struct ModelFingerprint: Hashable, Sendable {
    /// The number of bytes of a SHA-256 digest.
    public static let byteCount = 32

    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// Creates a fingerprint from a digest.
    ///
    /// The result is `nil` if there are not 32 bytes.
    ///
    /// - Parameter bytes: A SHA-256 digest.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The first 12 hexadecimal digits: enough for a person to tell two models apart in a message.
    public var short: String { String(description.prefix(12)) }
}

extension ModelFingerprint: LosslessStringConvertible {
    /// Reads 64 hexadecimal digits, of either case and with nothing around them.
    ///
    /// The result is `nil` if it is anything else.
    ///
    /// - Parameter description: Text as ``description`` prints it.
    public init?(_ description: String) {
        let digits = description.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(16 * high + low))
        }
        self.bytes = bytes
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}

extension ModelFingerprint: Codable {
    /// Reads a string of hexadecimal digits.
    ///
    /// - Parameter decoder: Holds a string.
    /// - Throws: `DecodingError` if it is not 64 hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let fingerprint = try Self(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a model fingerprint is 64 hexadecimal digits"
            )
        }
        self = fingerprint
    }

    /// Writes the hexadecimal digits.
    ///
    /// - Parameter encoder: Receives a string.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
