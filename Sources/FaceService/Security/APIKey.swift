import Crypto
public import Foundation

/// A key's name, role and hash: what is stored.
///
/// The key itself is shown once, when it is made.
/// Keys are 32 random bytes, so a plain SHA-256 of them is as good as they are: there is nothing to guess that a slow hash
/// would slow down.
public struct APIKey: Hashable, Sendable, Codable {
    /// Public, and part of the key: finds it without comparing with every other.
    public var id: String
    /// Who has it, for the audit trail.
    public var name: String
    /// What it may do.
    public var role: Role
    /// The SHA-256 of the key's secret, in hexadecimal.
    public var hash: String
    /// When it was made.
    public var created: Date

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - name: Who has it, for the audit trail.
    ///   - role: What it may do.
    ///   - now: The time.
    /// - Returns: What to store, and the key to hand out: `fn_ID_SECRET`.
    public static func make(named name: String, role: Role, now: Date = Date()) -> (stored: APIKey, key: String) {
        let id = hexadecimal((0..<6).map { _ in UInt8.random(in: .min ... .max) })
        let secret = hexadecimal(SymmetricKey(size: .bits256).withUnsafeBytes(Array.init))
        return (APIKey(id: id, name: name, role: role, hash: hash(of: secret), created: now), "fn_\(id)_\(secret)")
    }

    /// The parts of a key somebody shows, or `nil` if it is none.
    static func parts(of key: String) -> (id: String, secret: String)? {
        let parts = key.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "fn", key.utf8.count <= 200 else { return nil }
        return (String(parts[1]), String(parts[2]))
    }

    /// Whether a secret is this key's, in a time that does not tell how much of it is right.
    func matches(_ secret: String) -> Bool { constantTimeEqual(APIKey.hash(of: secret), hash) }

    private static func hash(of secret: String) -> String { hexadecimal(SHA256.hash(data: Data(secret.utf8))) }
}

/// Whether two texts are the same, in a time that depends on their lengths alone.
func constantTimeEqual(_ first: String, _ second: String) -> Bool {
    let (first, second) = (Array(first.utf8), Array(second.utf8))
    guard first.count == second.count else { return false }
    return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}

/// Bytes as hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// As many random bytes as a secret needs, as hexadecimal digits.
func randomToken() -> String { hexadecimal(SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)) }
