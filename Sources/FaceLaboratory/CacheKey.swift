import Crypto

/// Which photo a record of a cache is about: its bytes, and what else follows from its name.
struct CacheKey: Hashable, Sendable {
    /// The bytes of a key in a file.
    static let byteCount = 40

    /// The SHA-256 of the photo's file.
    var photo: PhotoHash
    /// What an occluder follows from; 0 where none is drawn.
    var seed: UInt64
}

/// The SHA-256 of a file.
public struct PhotoHash: Hashable, Sendable {
    /// The digest, 32 bytes in four words, the first byte lowest.
    let words: SIMD4<UInt64>

    init(words: SIMD4<UInt64>) { self.words = words }

    /// Hashes a file's bytes.
    ///
    /// - Complexity: O(*bytes*).
    public init(of bytes: [UInt8]) { self.init(SHA256.hash(data: bytes)) }

    init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { SIMD4(littleEndian: $0.loadUnaligned(as: SIMD4<UInt64>.self)) }
    }

    /// The digest, 32 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: SIMD4<UInt64>(littleEndian: words)) { Array($0) }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public var text: String { Self.hexadecimal(bytes) }
}

extension SIMD4<UInt64> {
    /// Words as they lie in a file, low bytes first.
    init(littleEndian words: Self) {
        self.init(
            UInt64(littleEndian: words[0]),
            UInt64(littleEndian: words[1]),
            UInt64(littleEndian: words[2]),
            UInt64(littleEndian: words[3])
        )
    }
}
