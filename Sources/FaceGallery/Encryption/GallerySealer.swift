import Crypto
import Foundation

/// Seals and opens the values that measure faces, by AES-GCM with 256 bits.
///
/// A sealed value is 12 random bytes, drawn anew each time, the encrypted bytes, and 16 that prove them. These prove the
/// table and the row too, so that a value that was moved to another row does not open. The cipher's key is derived from
/// the gallery's by HKDF with 16 random bytes of the gallery, drawn anew whenever the key changes: no two galleries share
/// one, and 2³² values can be sealed before the random bytes may be the same twice with a chance worth the name (NIST
/// SP 800-38D, 8.3).
struct GallerySealer: Sendable {
    /// The bytes that a sealed value is longer.
    static let overhead = 28

    /// The 16 random bytes.
    let salt: [UInt8]
    private let key: SymmetricKey

    init(_ key: GalleryKey, salt: [UInt8]) {
        self.salt = salt
        self.key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key.secret,
            salt: salt,
            info: Data("facenet gallery values".utf8),
            outputByteCount: 32
        )
    }

    /// A sealer with 16 random bytes of its own.
    init(_ key: GalleryKey) {
        self.init(key, salt: (0..<16).map { _ in UInt8.random(in: .min ... .max) })
    }

    /// Encrypts a value.
    ///
    /// - Parameters:
    ///   - bytes: The value.
    ///   - id: Its row.
    ///   - table: Its table.
    /// - Returns: The sealed value, ``overhead`` bytes longer.
    /// - Throws: ``GalleryError/database(reason:)`` if the cipher fails, which it has no reason to.
    func seal(_ bytes: UnsafeRawBufferPointer, of id: Int64, in table: SealedTable) throws(GalleryError) -> Data {
        do {
            let box = try AES.GCM.seal(bytes, using: key, authenticating: table.binding(id))
            if let combined = box.combined { return combined }
        } catch {}
        throw .database(reason: "a value cannot be encrypted")
    }

    /// Decrypts a value.
    ///
    /// - Throws: ``GalleryError/corrupt(reason:)`` if it was changed, moved, or sealed by another key.
    func open(_ sealed: UnsafeRawBufferPointer, of id: Int64, in table: SealedTable) throws(GalleryError) -> Data {
        do {
            let box = try AES.GCM.SealedBox(combined: sealed)
            return try AES.GCM.open(box, using: key, authenticating: table.binding(id))
        } catch {
            throw .corrupt(reason: "\(table.value) \(id) was changed, or is another's: it cannot be decrypted")
        }
    }
}

/// A table with values that measure faces.
enum SealedTable: String, CaseIterable {
    case codes, vectors, crops

    /// The column of its values.
    var column: String {
        switch self {
        case .codes: "code"
        case .vectors: "vector"
        case .crops: "jpeg"
        }
    }

    /// The column of its row's number.
    var id: String { self == .crops ? "template" : "id" }

    /// What a value is called in an error.
    fileprivate var value: String {
        switch self {
        case .codes: "the code of template"
        case .vectors: "the embedding of template or feedback"
        case .crops: "the crop of template"
        }
    }

    /// The bytes that bind a value to its place.
    fileprivate func binding(_ id: Int64) -> [UInt8] {
        var bytes = Array(rawValue.utf8)
        withUnsafeBytes(of: id.littleEndian) { bytes += $0 }
        return bytes
    }
}

extension SQLRow {
    /// Gives `body` the bytes of a column, opened if a sealer is given; they are gone when the statement moves on.
    func withOpened<T>(
        _ column: Int32,
        of id: Int64,
        in table: SealedTable,
        by sealer: GallerySealer?,
        _ body: (UnsafeRawBufferPointer) -> T
    ) throws(GalleryError) -> T {
        guard let sealer else { return try withBlob(column, body) }
        let opened = try withBlob(column) { sealed in
            Result { () throws(GalleryError) in try sealer.open(sealed, of: id, in: table) }
        }
        return try opened.get().withUnsafeBytes(body)
    }
}
