import Foundation

/// Bytes as text.
enum Base64 {
    /// The bytes by RFC 4648, section 4.
    static func encoded(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
