import Crypto
import Foundation

/// The key that what measures faces in a gallery is encrypted with: 256 bits, which nobody should have to remember.
///
/// `head -c 32 /dev/urandom > people.key` makes a file of one. Whoever loses it loses every embedding, code and crop of
/// the gallery, and has its names and notes still.
public struct GalleryKey: Sendable, Equatable {
    /// The bytes of a key.
    public static let size = 32

    let secret: SymmetricKey

    /// Creates a random key.
    public init() { secret = SymmetricKey(size: .bits256) }

    /// Creates the key of its bytes.
    ///
    /// - Parameter bytes: 32 random bytes.
    /// - Throws: ``GalleryError/invalidKey(reason:)`` if they are more or less, or all the same.
    public init(bytes: [UInt8]) throws(GalleryError) {
        guard bytes.count == Self.size else {
            throw .invalidKey(reason: "a key has 32 bytes, not \(bytes.count)")
        }
        // What comes of /dev/zero, or of a file that was made and never filled.
        guard Set(bytes).count > 1 else { throw .invalidKey(reason: "its bytes are all the same") }
        secret = SymmetricKey(data: bytes)
    }

    /// Reads a key from a file: 32 bytes, or 64 hexadecimal digits, or base64, these two with any white space around.
    ///
    /// - Parameter path: Where the file is; a pipe will do.
    /// - Throws: ``GalleryError``: `unreadable` if there is no such file, `invalidKey` if it holds something else.
    public init(contentsOf path: String) throws(GalleryError) {
        let content: [UInt8]
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            // More than any key has, so that another kind of file is not read whole.
            content = Array(try file.read(upToCount: 1024) ?? Data())
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw .unreadable(reason: isThere ? "the key cannot be read" : GalleryFile.reason(ENOENT))
        }
        guard content.count != Self.size else {
            try self.init(bytes: content)
            return
        }
        let text = String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Self.bytes(ofHexadecimal: text) ?? Data(base64Encoded: text).map(Array.init) else {
            throw .invalidKey(reason: "a file of a key has 32 bytes, 64 hexadecimal digits, or 32 bytes in base64")
        }
        try self.init(bytes: bytes)
    }

    /// What tells this key from others without telling the key: 16 hexadecimal digits.
    ///
    /// An encrypted gallery stores it, to say which key it needs.
    public var identifier: String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("facenet gallery key".utf8), using: secret)
        return code.prefix(8).hexadecimal
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { digit in
            // `hexDigitValue` takes digits of other scripts too.
            Character(UnicodeScalar(digit)).hexDigitValue.map(UInt8.init)
        }
        guard digits.count == 2 * size else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}

extension GalleryKey: CustomStringConvertible, CustomReflectable {
    /// ``identifier``; never the key.
    public var description: String { identifier }

    /// Nothing to look into: a key that is logged by mistake stays secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
