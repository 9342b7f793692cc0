import Crypto
import FaceEmbedding
import Foundation
import GRDB

/// Reading and writing rows of people and names, within a transaction.
extension GalleryStore {
    static let personColumns = "people.id, key, name, aliases, metadata, consent, retain_until, people.created"

    /// A person from the columns above.
    static func person(_ row: SQLRow) throws -> Person {
        Person(
            id: PersonID(rawValue: try row.text(1)),
            row: try row.integer(0),
            name: try row.text(2),
            aliases: try JSON.value([String].self, of: row.text(3)),
            metadata: try JSON.value([String: String].self, of: row.text(4)),
            consent: row.isNull(5) ? nil : try row.text(5),
            retainUntil: row.isNull(6) ? nil : try row.text(6),
            created: Date(milliseconds: try row.integer(7))
        )
    }

    /// The person of an identifier.
    func person(_ id: PersonID, in database: Database) throws -> Person {
        let sql = "SELECT \(Self.personColumns) FROM people WHERE key = ?"
        guard let person = try database.first(sql, [.text(id.rawValue)], Self.person) else {
            throw GalleryError.unknownPerson(id.rawValue)
        }
        return person
    }

    /// The row of the person of an identifier.
    func row(of id: PersonID, in database: Database) throws -> Int64 {
        let row = try database.first("SELECT id FROM people WHERE key = ?", [.text(id.rawValue)]) { try $0.integer(0) }
        guard let row else { throw GalleryError.unknownPerson(id.rawValue) }
        return row
    }

    /// The person of a name or alias, or `nil` if there is none.
    func person(named name: String, in database: Database) throws -> Person? {
        // What could not have been enrolled is nobody's name.
        guard let name = try? PersonName.checked(name) else { return nil }
        return try database.first(
            "SELECT \(Self.personColumns) FROM names JOIN people ON people.id = names.person WHERE names.hash = ?",
            [.blob(hash(of: name))],
            Self.person
        )
    }

    /// Adds a person, with everything but its row given.
    ///
    /// - Returns: The person as it was stored.
    func insert(_ person: Person, in database: Database) throws -> Person {
        var person = person
        try check(&person)
        person.created = Date(milliseconds: person.created.milliseconds)
        try database.run(
            """
            INSERT INTO people (key, name, aliases, metadata, consent, retain_until, created)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            [.text(person.id.rawValue)] + Self.values(of: person) + [.integer(person.created.milliseconds)]
        ) { person.row = try $0.integer(0) }
        try insertNames(of: person, in: database)
        return person
    }

    /// Replaces everything of a person but identifier, row and time.
    func update(_ person: Person, in database: Database) throws {
        var person = person
        try check(&person)
        try database.run(
            "UPDATE people SET name = ?, aliases = ?, metadata = ?, consent = ?, retain_until = ? WHERE id = ?",
            Self.values(of: person) + [.integer(person.row)]
        )
        try database.run("DELETE FROM names WHERE person = ?", [.integer(person.row)])
        try insertNames(of: person, in: database)
    }

    /// An identifier that nobody has: `p` and 16 hexadecimal digits.
    static func newPersonID() -> PersonID {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return PersonID(rawValue: "p" + String(repeating: "0", count: 16 - digits.count) + digits)
    }

    private static func values(of person: Person) throws -> [SQLValue] {
        [
            .text(person.name), .text(try JSON.text(person.aliases)), .text(try JSON.text(person.metadata)),
            SQLValue(person.consent), SQLValue(person.retainUntil),
        ]
    }

    /// What a name is found by: the same for names that are equal without regard to case, another in another gallery.
    private func hash(of name: String) -> [UInt8] {
        Array(SHA256.hash(data: identifier + Array(PersonName.folded(name).utf8)).prefix(16))
    }

    private func insertNames(of person: Person, in database: Database) throws {
        var seen: Set<[UInt8]> = []
        for name in [person.name] + person.aliases {
            let hash = hash(of: name)
            guard seen.insert(hash).inserted else { continue }
            let taken = try database.first("SELECT 1 FROM names WHERE hash = ?", [.blob(hash)]) { _ in true }
            guard taken == nil else { throw GalleryError.nameTaken(name) }
            try database.run("INSERT INTO names VALUES (?, ?)", [.blob(hash), .integer(person.row)])
        }
    }

    /// Puts names into the form that is stored, and throws for what cannot be.
    private func check(_ person: inout Person) throws {
        person.name = try PersonName.checked(person.name)
        person.aliases = try person.aliases.map { try PersonName.checked($0) }
        guard person.aliases.count <= 100 else {
            throw GalleryError.invalidValue(reason: "a person can have 100 aliases, not \(person.aliases.count)")
        }
        let notes = person.metadata.reduce(person.consent?.utf8.count ?? 0) { sum, entry in
            sum + entry.key.utf8.count + entry.value.utf8.count
        }
        guard notes <= 65_536 else {
            throw GalleryError.invalidValue(reason: "metadata and consent can have 65,536 bytes together, not \(notes)")
        }
        guard person.retainUntil.map(Day.isValid) ?? true else {
            throw GalleryError.invalidValue(reason: "a retention date is a day of the calendar, such as 2026-12-31")
        }
    }
}

/// Days as texts that sort as the days do.
enum Day {
    /// Whether a text is a day of the calendar in the form `2026-12-31`.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || 0x30...0x39 ~= $0 }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), 1...12 ~= month
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return 1...days[month - 1] ~= day
    }

    /// The day it is at `date`, in universal time.
    static func text(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
}
