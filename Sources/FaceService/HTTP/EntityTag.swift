import Crypto
import Foundation
import NIOCore
import NIOFoundationCompat

/// The name of an answer's content: two answers of one tag are the same, byte for byte.
struct EntityTag {
    /// With its quotes.
    let text: String

    init(of body: ByteBuffer) {
        let hash = SHA256.hash(data: Data(buffer: body))
        text = "\"\(hexadecimal(hash.prefix(16)))\""
    }

    /// Whether an `If-None-Match` names it.
    func isIn(_ header: String) -> Bool {
        header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .contains { $0 == "*" || $0 == text || $0 == "W/\(text)" }
    }
}
