import Foundation
import Testing

@testable import FaceGallery

@Suite struct GalleryKeyTests {
    private static let bytes = [UInt8](0..<32)
    private static let digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private func key(of content: some Sequence<UInt8>) throws -> GalleryKey {
        let path = try TemporaryFolder().file("key")
        try Data(content).write(to: URL(fileURLWithPath: path))
        return try GalleryKey(contentsOf: path)
    }

    @Test func `a key file is bytes, hexadecimal digits or base64`() throws {
        let key = try GalleryKey(bytes: Self.bytes)
        #expect(try self.key(of: Self.bytes) == key)
        let base64 = Data(Self.bytes).base64EncodedString()
        for text in [Self.digits, Self.digits.uppercased(), Self.digits + "\n", " \(base64)\r\n", base64] {
            #expect(try self.key(of: text.utf8) == key, "\(text)")
        }
        // 32 bytes are the key, whatever they look like.
        let letters = String(repeating: "0123456789abcdef", count: 2)
        #expect(try self.key(of: letters.utf8) == GalleryKey(bytes: Array(letters.utf8)))
    }

    @Test(arguments: [
        "", "password", digits.dropLast().description, digits + "0", "g" + digits.dropFirst(),
        Data(0..<31).base64EncodedString(), Data(0..<33).base64EncodedString(), String(repeating: "x", count: 5000),
        String(repeating: "0", count: 64),
    ])
    func `anything else is no key`(text: String) throws {
        #expect { try self.key(of: text.utf8) } throws: { error in
            guard case .invalidKey? = error as? GalleryError else { return false }
            return true
        }
    }

    @Test func `bytes that are all the same are no key, nor is a file that is not there`() throws {
        #expect(throws: GalleryError.invalidKey(reason: "its bytes are all the same")) {
            try self.key(of: [UInt8](repeating: 0, count: 32))
        }
        #expect(throws: GalleryError.invalidKey(reason: "its bytes are all the same")) {
            try GalleryKey(bytes: [UInt8](repeating: 7, count: 32))
        }
        #expect(throws: GalleryError.unreadable(reason: "there is no such file")) {
            try GalleryKey(contentsOf: "/no/such/key")
        }
    }

    @Test func `a key is told by its identifier, and not told`() throws {
        let key = try GalleryKey(bytes: Self.bytes)
        // Python: hmac.new(bytes(range(32)), b"facenet gallery key", "sha256").hexdigest()[:16]
        #expect(key.identifier == "34bd4569425e1e52")
        #expect("\(key)" == key.identifier)
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("SymmetricKey"))
        #expect(GalleryKey().identifier != GalleryKey().identifier)
    }
}
