import Crypto
import Foundation

/// The SHA-256 of some bytes: equal exactly when the bytes are.
public struct ContentHash: Hashable, Sendable {
    /// The bytes of a hash.
    static let byteCount = 32

    // Four words rather than an array: a set has one for every photo.
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// Hashes bytes.
    ///
    /// - Complexity: O(*bytes*).
    public init(of bytes: UnsafeRawBufferPointer) {
        self = SHA256.hash(data: bytes).withUnsafeBytes { ContentHash(digest: $0) }
    }

    /// Hashes pieces of bytes as if they lay side by side.
    init(of pieces: [UnsafeRawBufferPointer]) {
        var hasher = SHA256()
        for piece in pieces { hasher.update(bufferPointer: piece) }
        self = hasher.finalize().withUnsafeBytes { ContentHash(digest: $0) }
    }

    /// Hashes text, as UTF-8.
    public init(of text: String) {
        var text = text
        self = text.withUTF8 { ContentHash(of: UnsafeRawBufferPointer($0)) }
    }

    /// Takes the 32 bytes of a hash.
    init(digest: UnsafeRawBufferPointer) {
        precondition(digest.count == Self.byteCount, "a SHA-256 has 32 bytes, got \(digest.count)")
        words = (
            digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
            digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    /// The hash's 32 bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// The first eight bytes as a number, most significant first.
    var prefix: UInt64 { UInt64(bigEndian: words.0) }

    /// Whether both are of the same bytes.
    public static func == (a: ContentHash, b: ContentHash) -> Bool { a.words == b.words }

    /// Adds the hash to another.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension ContentHash: CustomStringConvertible {
    /// 64 hexadecimal digits.
    public var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
