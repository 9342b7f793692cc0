import FaceEmbedding
import Foundation
import GRDB

/// How a face is placed: in which group, and whose it is.
struct FacePlace: Hashable, Codable {
    var template: Int64
    var group: Int64?
    /// Whether a person said that it belongs into the group.
    var isConfirmed: Bool
    /// The row of the person it is.
    var person: Int64?
    /// Whether a person said who it is.
    var isPersonConfirmed: Bool

    private enum CodingKeys: String, CodingKey {
        case template = "t", group = "g", isConfirmed = "c", person = "p", isPersonConfirmed = "k"
    }
}

/// How faces and groups were before something was done to them.
struct GroupingBefore: Codable {
    var faces: [FacePlace]
    /// The people that groups resembled.
    var suggestions: [Int64: Int64?] = [:]
}

/// Reading and writing groups, within a transaction.
extension GalleryStore {
    /// The places of the templates that `condition` holds for, in order of enrollment.
    func places(where condition: String, _ values: [SQLValue] = [], in database: Database) throws -> [FacePlace] {
        try database.all(
            """
            SELECT templates.id, group_id, members.confirmed, person, templates.confirmed
            FROM templates LEFT JOIN members ON members.template = templates.id
            WHERE \(condition) ORDER BY templates.id
            """,
            values
        ) { row in
            FacePlace(
                template: try row.integer(0),
                group: row.isNull(1) ? nil : try row.integer(1),
                isConfirmed: row.isNull(2) ? false : try row.integer(2) != 0,
                person: row.isNull(3) ? nil : try row.integer(3),
                isPersonConfirmed: try row.integer(4) != 0
            )
        }
    }

    /// The places of a group's faces.
    ///
    /// - Throws: ``GalleryError/unknownGroup(_:)`` if nobody is in it.
    func places(ofGroup group: GroupID, in database: Database) throws -> [FacePlace] {
        let places = try places(where: "group_id = ?", [.integer(group.rawValue)], in: database)
        guard !places.isEmpty else { throw GalleryError.unknownGroup(group.rawValue) }
        return places
    }

    /// Puts a face where it shall be, as far as it is elsewhere.
    func put(_ new: FacePlace, insteadOf old: FacePlace, in database: Database) throws {
        let id = SQLValue.integer(new.template)
        if let group = new.group {
            try database.run(
                "INSERT OR REPLACE INTO members VALUES (?, ?, ?)",
                [id, .integer(group), .integer(new.isConfirmed ? 1 : 0)]
            )
        } else if old.group != nil {
            try database.run("DELETE FROM members WHERE template = ?", [id])
        }
        if new.person != old.person { try assign([new.template], toPerson: new.person, in: database) }
        if new.isPersonConfirmed != old.isPersonConfirmed {
            try database.run(
                "UPDATE templates SET confirmed = ? WHERE id = ?",
                [.integer(new.isPersonConfirmed ? 1 : 0), id]
            )
        }
    }

    /// Adds an empty group.
    func addGroup(in database: Database) throws -> Int64 {
        var id: Int64 = 0
        try database.run(
            "INSERT INTO groups (created) VALUES (?) RETURNING id",
            [.integer(options.clock().milliseconds)]
        ) { id = try $0.integer(0) }
        return id
    }

    /// Whom each group that resembles somebody resembles.
    func suggestions(in database: Database) throws -> [Int64: Int64] {
        let rows = try database.all("SELECT id, suggestion FROM groups WHERE suggestion IS NOT NULL") { row in
            (try row.integer(0), try row.integer(1))
        }
        return Dictionary(rows) { first, _ in first }
    }

    func suggest(_ person: Int64?, forGroup group: Int64, in database: Database) throws {
        try database.run(
            // A person can be gone by the time something is taken back.
            "UPDATE groups SET suggestion = (SELECT id FROM people WHERE id = ?) WHERE id = ?",
            [SQLValue(person), .integer(group)]
        )
    }

    /// Remembers how things were, for ``Gallery/undoGrouping()``.
    func remember(_ before: GroupingBefore, action: AuditAction, in database: Database) throws {
        try database.run(
            "INSERT INTO group_edits (action, before, created) VALUES (?, ?, ?)",
            [.text(action.rawValue), .text(try JSON.text(before)), .integer(options.clock().milliseconds)]
        )
    }
}
