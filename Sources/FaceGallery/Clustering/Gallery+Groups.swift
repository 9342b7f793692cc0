public import FaceEmbedding
import Foundation
import GRDB

extension Gallery {
    /// Returns the groups that have faces.
    ///
    /// - Parameter person: Only those that are this person; all if `nil`.
    /// - Returns: The oldest first.
    /// - Throws: ``GalleryError``.
    /// - Complexity: O(*faces in groups*).
    public func groups(of person: PersonID? = nil) throws(GalleryError) -> [FaceGroup] {
        let groups = try store.read { database in
            let names = try database.all("SELECT id, key FROM people") { row in
                (try row.integer(0), PersonID(rawValue: try row.text(1)))
            }
            let people = Dictionary(names) { first, _ in first }
            let suggestions = try store.suggestions(in: database)
            let times = Dictionary(
                try database.all("SELECT id, created FROM groups") { (try $0.integer(0), try $0.integer(1)) }
            ) { first, _ in first }
            let places = try store.places(where: "group_id IS NOT NULL", in: database)
            return Dictionary(grouping: places) { $0.group ?? 0 }.map { id, places in
                FaceGroup(
                    id: GroupID(rawValue: id),
                    person: places.lazy.compactMap(\.person).first.flatMap { people[$0] },
                    suggestion: suggestions[id].flatMap { people[$0] },
                    members: places.map {
                        FaceGroup.Member(template: TemplateID(rawValue: $0.template), isConfirmed: $0.isConfirmed)
                    },
                    created: Date(milliseconds: times[id] ?? 0)
                )
            }
        }
        return groups.filter { person == nil || $0.person == person }.sorted { $0.id < $1.id }
    }

    /// Says that a group is right: its faces stay together, and apart from those of other confirmed groups.
    ///
    /// If the group is a person already, the faces that came to it since become that person's.
    ///
    /// - Parameter group: The group.
    /// - Throws: ``GalleryError``: `unknownGroup`, and what every write can.
    public func confirm(_ group: GroupID) throws(GalleryError) {
        try edit(.confirmGroup, group) { database, places in
            let person = places.lazy.compactMap(\.person).first
            return places.map { $0.confirmed(in: group.rawValue, as: person ?? $0.person) }
        }
    }

    /// Says who a group is: its faces are that person's from now on, and found by identification.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - person: Who it is.
    /// - Throws: ``GalleryError``: `unknownGroup`, `unknownPerson`, and what every write can.
    public func assign(_ group: GroupID, to person: PersonID) throws(GalleryError) {
        try edit(.assignGroup, group, subjects: [person.rawValue]) { database, places in
            let row = try self.store.row(of: person, in: database)
            return places.map { $0.confirmed(in: group.rawValue, as: row) }
        }
    }

    /// Makes two groups one: the second keeps its number, and gets all faces of the first.
    ///
    /// If one of them is a person, both are.
    ///
    /// - Parameters:
    ///   - first: The group that is empty afterwards.
    ///   - second: The group that stays.
    /// - Throws: ``GalleryError``: `unknownGroup`, `invalidValue` if they are two people or one group, and what every
    ///   write can.
    public func merge(_ first: GroupID, into second: GroupID) throws(GalleryError) {
        guard first != second else { throw .invalidValue(reason: "a group cannot be merged into itself") }
        try edit(.mergeGroups, second) { database, places in
            let places = try self.store.places(ofGroup: first, in: database) + places
            let people = Set(places.compactMap(\.person))
            guard people.count <= 1 else {
                throw GalleryError.invalidValue(reason: "groups \(first) and \(second) are two people: merge these")
            }
            return places.map { $0.confirmed(in: second.rawValue, as: people.first) }
        }
    }

    /// Takes faces out of a group into a new one; they and those that stay are never grouped together again.
    ///
    /// If the group is a person, the faces that leave are nobody's.
    ///
    /// - Parameters:
    ///   - templates: The faces that leave: some of the group, not all.
    ///   - group: The group.
    /// - Returns: The new group.
    /// - Throws: ``GalleryError``: `unknownGroup`, `unknownTemplate` if a face is not in it, `invalidValue`, and what
    ///   every write can.
    @discardableResult
    public func split(_ templates: [TemplateID], from group: GroupID) throws(GalleryError) -> GroupID {
        var new: Int64 = 0
        try edit(.splitGroup, group) { database, places in
            let leaving = Set(templates.map(\.rawValue))
            if let stranger = leaving.subtracting(places.map(\.template)).min() {
                throw GalleryError.unknownTemplate(stranger)
            }
            guard !leaving.isEmpty, leaving.count < places.count else {
                throw GalleryError.invalidValue(reason: "some of a group's faces can leave it, not all or none")
            }
            new = try self.store.addGroup(in: database)
            return places.map { place in
                leaving.contains(place.template)
                    ? place.confirmed(in: new, as: nil)
                    : place.confirmed(in: group.rawValue, as: place.person)
            }
        }
        return GroupID(rawValue: new)
    }

    /// Puts faces into a group they belong to, wherever they were.
    ///
    /// If the group is a person, they are that person's afterwards, otherwise nobody's. The group counts as confirmed
    /// then, and so does what is left of the groups they were in: they are never grouped with those again.
    ///
    /// - Parameters:
    ///   - templates: The faces.
    ///   - group: Where they belong.
    /// - Throws: ``GalleryError``: `unknownGroup`, `unknownTemplate`, and what every write can.
    public func move(_ templates: [TemplateID], to group: GroupID) throws(GalleryError) {
        try edit(.moveFaces, group) { database, places in
            let person = places.lazy.compactMap(\.person).first
            let moved = try Set(templates).sorted().map { id in
                let found = try self.store.places(where: "templates.id = ?", [.integer(id.rawValue)], in: database)
                guard let place = found.first else { throw GalleryError.unknownTemplate(id.rawValue) }
                return place
            }
            let former = try Set(moved.compactMap(\.group)).subtracting([group.rawValue]).sorted().flatMap {
                try self.store.places(ofGroup: GroupID(rawValue: $0), in: database)
            }
            let ids = Set(moved.map(\.template))
            return moved.map { $0.confirmed(in: group.rawValue, as: person) }
                + (places + former).filter { !ids.contains($0.template) }.map {
                    $0.confirmed(in: $0.group ?? group.rawValue, as: $0.person)
                }
        }
    }

    /// One transaction that puts faces elsewhere and remembers where they were.
    private func edit(
        _ action: AuditAction,
        _ group: GroupID,
        subjects: [String] = [],
        _ change: (Database, [FacePlace]) throws -> [FacePlace]
    ) throws(GalleryError) {
        try store.write(action) { database, note in
            let changed = try change(database, store.places(ofGroup: group, in: database))
            try store.apply(changed, suggestions: [:], action: action, in: database)
            note.subjects = subjects
            note.details["group"] = String(group.rawValue)
            note.add(changed.map(\.template))
        }
    }
}

extension FacePlace {
    /// The same face where a person said it belongs.
    fileprivate func confirmed(in group: Int64, as person: Int64?) -> FacePlace {
        var place = self
        (place.group, place.isConfirmed, place.person) = (group, true, person)
        place.isPersonConfirmed = person != nil
        return place
    }
}
