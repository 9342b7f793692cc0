import GRDB

/// The tables of a gallery, as the steps from an empty file to the newest version.
///
/// The number of steps done is SQLite's `user_version`; every step is one transaction. A step that was released is
/// never edited: a change is a new step at the end, with a test that brings an older file forward.
///
/// Three tables hold what a face was measured as, and for them the order of life is special: their rows are only
/// appended, never moved, and erased by writing zeros over them where they lie (``GalleryStore/erase(_:ids:)``). A row of
/// a B-tree that is deleted is zeroed as well (`secure_delete`), but when its page is merged with others or split, copies
/// of *other* rows can stay behind in what is then free space, and nothing would find these when those rows are removed in
/// their turn.
enum GallerySchema {
    /// `FACE`, in the header of the file: what tells a gallery from other SQLite files.
    static let applicationID: Int32 = 0x4641_4345

    /// Bytes of a page: four embeddings of 512 numbers fit one with less waste than in the usual 4,096.
    static let pageSize = 8192

    /// The version a new gallery has.
    static var version: Int { steps.count }

    /// The first version that can be encrypted.
    static let encryptionVersion = 4

    /// A step from one version to the next.
    struct Step: Sendable {
        let name: String
        let sql: String
    }

    /// Every step, oldest first.
    static let steps: [Step] = [
        Step(name: "v1", sql: first), Step(name: "v2-groups", sql: groups), Step(name: "v3-variants", sql: variants),
        Step(name: "v4-encryption", sql: encryption),
    ]

    /// Brings a file of `version` to the newest, one transaction a step.
    static func migrate(_ database: Database, from version: Int) throws {
        for (index, step) in steps.enumerated().dropFirst(version) {
            try database.inTransaction(.immediate) {
                // Another process may have come first.
                let found = try database.first("PRAGMA user_version") { try Int($0.integer(0)) } ?? 0
                if found <= index {
                    try database.execute(sql: step.sql)
                    try database.execute(sql: "PRAGMA user_version = \(index + 1)")
                }
                return .commit
            }
        }
    }

    /// Every table and index of the newest version, by name, with the statement that made it.
    static func objects(of database: Database) throws -> [String: String] {
        let rows = try database.all(
            """
            SELECT name, coalesce(sql, '') FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'grdb\\_%' ESCAPE '\\'
            """
        ) { row in (try row.text(0), try row.text(1)) }
        return Dictionary(rows) { first, _ in first }
    }

    /// What ``objects(of:)`` must find in a sound file of the newest version.
    static let expected = Result {
        try DatabaseQueue().writeWithoutTransaction { database in
            try migrate(database, from: 0)
            return try objects(of: database)
        }
    }

    private static let first = """
        CREATE TABLE gallery (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            identifier BLOB NOT NULL,
            fingerprint BLOB NOT NULL,
            model TEXT NOT NULL,
            dimension INTEGER NOT NULL CHECK (dimension BETWEEN 1 AND 4096),
            distance_scale REAL NOT NULL,
            precision TEXT,
            note TEXT NOT NULL,
            created INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            next_id INTEGER NOT NULL,
            feedback_revision INTEGER NOT NULL,
            changes_since INTEGER NOT NULL,
            must_rebuild INTEGER NOT NULL,
            audit_count INTEGER NOT NULL,
            audit_hash BLOB NOT NULL
        ) STRICT;

        CREATE TABLE people (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            aliases TEXT NOT NULL,
            metadata TEXT NOT NULL,
            consent TEXT,
            retain_until TEXT,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX people_retention ON people(retain_until) WHERE retain_until IS NOT NULL;

        -- Names and aliases, one person each. By a hash, so that no copy of a name stays in a page of an index.
        CREATE TABLE names (
            hash BLOB PRIMARY KEY,
            person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX names_person ON names(person);

        -- Narrow, as opening a gallery reads all of it. No person: a face nobody has a name for.
        CREATE TABLE templates (
            id INTEGER PRIMARY KEY,
            person INTEGER REFERENCES people(id),
            confirmed INTEGER NOT NULL,
            synthetic INTEGER NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX templates_person ON templates(person);

        -- Appended and overwritten, never deleted but by a rebuild. D bytes, then the code's error as a float.
        CREATE TABLE codes (id INTEGER PRIMARY KEY, code BLOB NOT NULL) STRICT;
        -- The same; D floats, little-endian. Those of feedback too: both take their numbers from gallery.next_id.
        CREATE TABLE vectors (id INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;

        CREATE TABLE details (
            template INTEGER PRIMARY KEY REFERENCES templates(id) ON DELETE CASCADE,
            source_key INTEGER,
            source_hash BLOB,
            source_name TEXT,
            box_x REAL, box_y REAL, box_width REAL, box_height REAL,
            quality TEXT
        ) STRICT;
        CREATE INDEX details_source ON details(source_key) WHERE source_key IS NOT NULL;

        CREATE TABLE crops (
            template INTEGER PRIMARY KEY REFERENCES templates(id) ON DELETE CASCADE,
            jpeg BLOB NOT NULL
        ) STRICT;

        CREATE TABLE feedback (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            person INTEGER NOT NULL REFERENCES people(id),
            template INTEGER REFERENCES templates(id) ON DELETE CASCADE,
            note TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX feedback_person ON feedback(person);
        CREATE INDEX feedback_template ON feedback(template) WHERE template IS NOT NULL;

        -- Templates removed or given to another person, for the snapshots of other processes.
        CREATE TABLE changes (
            revision INTEGER NOT NULL,
            template INTEGER NOT NULL,
            PRIMARY KEY (revision, template)
        ) STRICT, WITHOUT ROWID;

        -- Keys of removed people, so that importing an old export does not bring them back.
        CREATE TABLE removals (
            key TEXT PRIMARY KEY,
            created INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Files that copies of people went to, so that a removal can say where else to look.
        CREATE TABLE exports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subjects TEXT NOT NULL,
            details TEXT NOT NULL,
            previous BLOB NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        """

    /// What was drawn onto the face of another template, and which one that is.
    private static let variants = """
        ALTER TABLE details ADD COLUMN origin INTEGER;
        ALTER TABLE details ADD COLUMN drawn TEXT;
        CREATE INDEX details_origin ON details(origin) WHERE origin IS NOT NULL;
        """

    /// What tells the key, and what the cipher's key is derived with, as `GallerySealer` says.
    ///
    /// No row: nothing is sealed.
    private static let encryption = """
        CREATE TABLE encryption (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            key TEXT NOT NULL,
            salt BLOB NOT NULL
        ) STRICT;
        """
}
