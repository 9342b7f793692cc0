import Foundation
import GRDB

extension Gallery {
    /// Returns what was done to groups and can be taken back.
    ///
    /// - Parameter limit: The most to return.
    /// - Returns: The newest first.
    /// - Throws: ``GalleryError``.
    public func groupEdits(limit: Int = 100) throws(GalleryError) -> [GroupEdit] {
        try store.read { database in
            try database.all(
                "SELECT id, action, before, created FROM group_edits ORDER BY id DESC LIMIT ?",
                [.integer(Int64(limit))]
            ) { row in
                GroupEdit(
                    id: try row.integer(0),
                    action: AuditAction(rawValue: try row.text(1)),
                    faces: try JSON.value(GroupingBefore.self, of: row.text(2)).faces.count,
                    created: Date(milliseconds: try row.integer(3))
                )
            }
        }
    }

    /// Takes back what was done last to groups, whatever it was; again for what was done before that.
    ///
    /// Every face goes back to the group and the person it had. A face, or a person, that was removed since stays removed.
    ///
    /// - Returns: What was taken back, or `nil` if there is nothing.
    /// - Throws: ``GalleryError``, as every write can.
    @discardableResult
    public func undoGrouping() throws(GalleryError) -> GroupEdit? {
        guard try !groupEdits(limit: 1).isEmpty else { return nil }
        return try store.write(.undoGrouping) { database, note in
            let newest = "SELECT id, action, before, created FROM group_edits ORDER BY id DESC LIMIT 1"
            let found = try database.first(newest) { row in
                (try row.integer(0), try row.text(1), try row.text(2), try row.integer(3))
            }
            // Another process may have come first.
            guard let (id, action, text, time) = found else { return nil }
            let before = try JSON.value(GroupingBefore.self, of: text)
            let people = Set(try database.all("SELECT id FROM people") { try $0.integer(0) })
            for var place in before.faces {
                let now = try store.places(where: "templates.id = ?", [.integer(place.template)], in: database)
                guard let now = now.first else { continue }
                if let person = place.person, !people.contains(person) {
                    (place.person, place.isPersonConfirmed) = (nil, false)
                }
                try store.put(place, insteadOf: now, in: database)
            }
            for (group, person) in before.suggestions { try store.suggest(person, forGroup: group, in: database) }
            try database.run("DELETE FROM group_edits WHERE id = ?", [.integer(id)])
            note.details["undone"] = action
            note.add(before.faces.map(\.template))
            return GroupEdit(
                id: id,
                action: AuditAction(rawValue: action),
                faces: before.faces.count,
                created: Date(milliseconds: time)
            )
        }
    }
}

extension GalleryStore {
    /// Puts faces and suggestions where they shall be, and remembers where they were, within a transaction.
    func apply(
        _ changed: [FacePlace],
        suggestions: [Int64: Int64?],
        action: AuditAction,
        in database: Database
    ) throws {
        let old = try self.suggestions(in: database)
        var before = GroupingBefore(faces: [], suggestions: [:])
        for (group, person) in suggestions where old[group] != person {
            before.suggestions[group] = .some(old[group])
            try suggest(person, forGroup: group, in: database)
        }
        for place in changed {
            let now = try places(where: "templates.id = ?", [.integer(place.template)], in: database)
            guard let now = now.first, now != place else { continue }
            before.faces.append(now)
            try put(place, insteadOf: now, in: database)
        }
        try remember(before, action: action, in: database)
    }
}
