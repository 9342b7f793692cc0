import FaceEmbedding
import Foundation
import Testing

@Suite struct IdentifierTests {
    private let digits = "00ff0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab"

    @Test func `a fingerprint is printed as it was read`() throws {
        let fingerprint = try #require(ModelFingerprint(digits))
        #expect(fingerprint.description == digits)
        #expect(fingerprint.bytes.prefix(4) == [0x00, 0xFF, 0x01, 0x23])
        #expect(fingerprint.short == "00ff01234567")
        #expect(ModelFingerprint(digits.uppercased()) == fingerprint)
        #expect(ModelFingerprint(bytes: fingerprint.bytes) == fingerprint)
    }

    @Test func `what is not 64 hexadecimal digits is no fingerprint`() {
        #expect(ModelFingerprint("") == nil)
        #expect(ModelFingerprint(String(digits.dropLast())) == nil)
        #expect(ModelFingerprint(digits + "0") == nil)
        #expect(ModelFingerprint("g" + digits.dropFirst()) == nil)
        #expect(ModelFingerprint(" " + digits.dropFirst()) == nil)
        #expect(ModelFingerprint("\u{FF10}" + digits.dropFirst()) == nil, "a full-width zero is not a digit here")
        #expect(ModelFingerprint(bytes: [1, 2, 3]) == nil)
    }

    @Test func `identifiers are plain strings in JSON`() throws {
        let fingerprint = try #require(ModelFingerprint(digits))
        let person = PersonID(rawValue: "ada")
        #expect(String(decoding: try JSONEncoder().encode([fingerprint]), as: UTF8.self) == #"["\#(digits)"]"#)
        #expect(String(decoding: try JSONEncoder().encode([person]), as: UTF8.self) == #"["ada"]"#)
        #expect(try JSONDecoder().decode([PersonID].self, from: Data(#"["ada"]"#.utf8)) == [person])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ModelFingerprint].self, from: Data(#"["12"]"#.utf8))
        }
    }

    @Test func `people are ordered by identifier`() {
        let people = ["b", "a", "c"].map(PersonID.init(rawValue:))
        #expect(people.sorted().map(\.description) == ["a", "b", "c"])
    }
}
