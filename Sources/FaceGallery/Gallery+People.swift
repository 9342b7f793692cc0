public import FaceEmbedding
import Foundation
import GRDB

extension Gallery {
    /// Adds a person who has no face yet.
    ///
    /// - Parameters:
    ///   - name: 1 through 200 characters, without controls or line breaks. Stored composed (NFC) and without white space
    ///     around it. No other person may have it as name or alias, upper and lower case being the same.
    ///   - aliases: Other names, for which the same holds; at most 100.
    ///   - metadata: Anything else; with `consent` at most 65,536 bytes.
    ///   - consent: On what ground the person is in the gallery.
    ///   - retainUntil: The last day the person may be in the gallery, as `2026-12-31`. Nothing happens by itself on that
    ///     day: ``people(dueOn:)`` lists who is due.
    /// - Returns: The person, with a new identifier.
    /// - Throws: ``GalleryError``: `invalidName`, `invalidValue`, `nameTaken`, and what every write can: `busy`,
    ///   `diskFull`, `readOnly`, `database`.
    public func addPerson(
        named name: String,
        aliases: [String] = [],
        metadata: [String: String] = [:],
        consent: String? = nil,
        retainUntil: String? = nil
    ) throws(GalleryError) -> Person {
        try store.write(.addPerson) { database, note in
            let person = Person(
                id: GalleryStore.newPersonID(),
                row: 0,
                name: name,
                aliases: aliases,
                metadata: metadata,
                consent: consent,
                retainUntil: retainUntil,
                created: options.clock()
            )
            note.subjects = [person.id.rawValue]
            return try store.insert(person, in: database)
        }
    }

    /// Returns the person of an identifier.
    ///
    /// - Parameter id: The identifier.
    /// - Returns: The person.
    /// - Throws: ``GalleryError/unknownPerson(_:)``.
    public func person(_ id: PersonID) throws(GalleryError) -> Person {
        try store.read { try store.person(id, in: $0) }
    }

    /// Returns the person of a name or alias.
    ///
    /// - Parameter name: The name; upper and lower case are the same, and so are composed and decomposed letters.
    /// - Returns: The person, or `nil` if nobody has it.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    /// - Complexity: O(log *people*).
    public func person(named name: String) throws(GalleryError) -> Person? {
        try store.read { try store.person(named: name, in: $0) }
    }

    /// Returns people a page at a time, in the order they were added.
    ///
    /// - Parameters:
    ///   - text: What the name or an alias contains, in any case; everybody if `nil`.
    ///   - last: The last person of the page before; from the start if `nil`.
    ///   - limit: The most people to return.
    /// - Returns: At most `limit` people; fewer only on the last page.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    public func people(
        matching text: String? = nil,
        after last: Person? = nil,
        limit: Int = 1000
    ) throws(GalleryError) -> [Person] {
        let wanted = text.map(PersonName.folded)
        return try store.read { database in
            var people: [Person] = []
            var row = last?.row ?? 0
            // Pages of the table, as SQLite knows no upper and lower case but of ASCII.
            while people.count < limit {
                let page = try database.all(
                    "SELECT \(GalleryStore.personColumns) FROM people WHERE id > ? ORDER BY id LIMIT 1000",
                    [.integer(row)],
                    GalleryStore.person
                )
                people += page.filter { person in
                    guard let wanted else { return true }
                    return ([person.name] + person.aliases).contains { PersonName.folded($0).contains(wanted) }
                }
                guard page.count == 1000, let end = page.last else { break }
                row = end.row
            }
            return Array(people.prefix(limit))
        }
    }

    /// Returns everybody who may not be in the gallery any more.
    ///
    /// - Parameter day: The day that is judged, as `2026-12-31`; today in universal time if `nil`.
    /// - Returns: People whose ``Person/retainUntil`` is before `day`, longest due first.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    public func people(dueOn day: String?) throws(GalleryError) -> [Person] {
        let day = day ?? Day.text(options.clock())
        return try store.read { database in
            try database.all(
                "SELECT \(GalleryStore.personColumns) FROM people WHERE retain_until < ? ORDER BY retain_until, id",
                [.text(day)],
                GalleryStore.person
            )
        }
    }

    /// Changes what a gallery knows of a person besides faces.
    ///
    /// - Parameters:
    ///   - id: Who.
    ///   - change: Changes name, aliases, metadata, consent or retention; the rules of
    ///     ``addPerson(named:aliases:metadata:consent:retainUntil:)`` hold. What it does to the rest has no effect.
    /// - Returns: The person as it is now.
    /// - Throws: ``GalleryError``: `unknownPerson`, `invalidName`, `invalidValue`, `nameTaken`, and what every write can.
    @discardableResult
    public func edit(_ id: PersonID, _ change: (inout Person) -> Void) throws(GalleryError) -> Person {
        try store.write(.editPerson) { database, note in
            let old = try store.person(id, in: database)
            var new = old
            change(&new)
            (new.id, new.row, new.created) = (old.id, old.row, old.created)
            note.subjects = [id.rawValue]
            try store.update(new, in: database)
            return try store.person(id, in: database)
        }
    }

    /// Gives a person another name; the old one is free then.
    ///
    /// - Parameters:
    ///   - id: Who.
    ///   - name: The new name.
    /// - Throws: As ``edit(_:_:)``.
    public func rename(_ id: PersonID, to name: String) throws(GalleryError) {
        try edit(id) { $0.name = name }
    }

    /// Makes two people one: the second keeps its identifier and name, and gets everything of the first.
    ///
    /// Templates and feedback go over; name and aliases of the first become aliases, of its metadata what the second has
    /// nothing for. Feedback by which the first was told apart from the second stays as it is.
    ///
    /// - Parameters:
    ///   - first: Who is gone afterwards.
    ///   - second: Who stays.
    /// - Throws: ``GalleryError``: `unknownPerson`, `invalidValue` if both are the same or the aliases become too many,
    ///   and what every write can.
    public func merge(_ first: PersonID, into second: PersonID) throws(GalleryError) {
        guard first != second else { throw .invalidValue(reason: "a person cannot be merged into itself") }
        try store.write(.mergePeople) { database, note in
            let gone = try store.person(first, in: database)
            var kept = try store.person(second, in: database)
            note.subjects = [first.rawValue, second.rawValue]
            let known = Set(([kept.name] + kept.aliases).map(PersonName.folded))
            kept.aliases += ([gone.name] + gone.aliases).filter { !known.contains(PersonName.folded($0)) }
            kept.metadata.merge(gone.metadata) { own, _ in own }
            let templates = try store.templateIDs(ofPerson: gone.row, in: database)
            try store.assign(templates, toPerson: kept.row, in: database)
            try database.run(
                "UPDATE feedback SET person = ? WHERE person = ?",
                [.integer(kept.row), .integer(gone.row)]
            )
            try store.noteFeedbackChange(in: database)
            try database.run("DELETE FROM people WHERE id = ?", [.integer(gone.row)])
            try store.update(kept, in: database)
        }
    }
}
