public import FaceEmbedding
public import Foundation

/// Somebody a gallery knows, without their faces.
public struct Person: Hashable, Sendable, Identifiable {
    /// The row that search gives as the person of a face nobody has a name for; no person has it.
    public static let nobodyRow: Int64 = 0

    /// What the gallery knows them by, for good: never a name, and never given to another.
    public var id: PersonID
    /// The number of their row: smaller than an identifier, the same in every process, and never used again.
    public var row: Int64
    /// What people call them.
    public var name: String
    /// What else people call them; finds them as well as the name does.
    public var aliases: [String]
    /// Whatever else the operator keeps of them.
    public var metadata: [String: String]
    /// On what ground they are in the gallery: a note.
    public var consent: String?
    /// The last day they may be in the gallery, as `2026-12-31`.
    public var retainUntil: String?
    /// When they were added.
    public var created: Date
}

/// What a name can be, and when two are the same.
enum PersonName {
    /// The most characters of a name.
    static let limit = 200
    /// The most bytes of a name: characters of many scalars exist.
    static let byteLimit = 2000

    /// Returns the name as it is stored: composed (NFC), without white space around it.
    ///
    /// - Throws: ``GalleryError/invalidName(reason:)`` if nothing is left, it is too long, or has characters that do not
    ///   print as themselves: controls, line breaks, and those that turn the direction of writing.
    static func checked(_ text: String) throws(GalleryError) -> String {
        // Before anything that takes time with the length.
        guard text.utf8.count <= byteLimit + 1000 else { throw .invalidName(reason: "it has \(text.utf8.count) bytes") }
        let name = text.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { throw .invalidName(reason: "it is empty") }
        guard name.count <= limit, name.utf8.count <= byteLimit else {
            throw .invalidName(reason: "it has \(name.count) characters, of at most \(limit)")
        }
        for scalar in name.unicodeScalars where isInvisible(scalar) {
            throw .invalidName(reason: "it has the character U+\(String(scalar.value, radix: 16, uppercase: true))")
        }
        return name
    }

    /// What is equal for two names that are the same person's: without regard to case.
    ///
    /// Up, then down again, so that "Straße" and "STRASSE" are one, wherever the program runs.
    static func folded(_ name: String) -> String {
        name.precomposedStringWithCanonicalMapping.uppercased().lowercased().precomposedStringWithCanonicalMapping
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        // Not all of the category: joiners are part of emoji and of some scripts.
        case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }
}
