extension GallerySchema {
    /// Groups of faces: who may be one person, before anybody said so.
    ///
    /// Rows of `groups` stay when nobody is in them any more, so that their numbers are never another group's, and an
    /// undo finds them. Nothing here measures a face.
    static let groups = """
        CREATE TABLE groups (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- Whom its faces resemble; not who they are.
            suggestion INTEGER REFERENCES people(id) ON DELETE SET NULL,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX groups_suggestion ON groups(suggestion) WHERE suggestion IS NOT NULL;

        CREATE TABLE members (
            template INTEGER PRIMARY KEY REFERENCES templates(id) ON DELETE CASCADE,
            group_id INTEGER NOT NULL REFERENCES groups(id),
            confirmed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX members_group ON members(group_id);

        -- What was done to groups, and how the faces it was done to were before.
        CREATE TABLE group_edits (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action TEXT NOT NULL,
            before TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        """
}
