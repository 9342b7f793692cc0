import Dispatch
import FaceEmbedding
import GRDB
import Synchronization

/// The codes of a gallery in memory, kept in step with the file whoever writes to it.
///
/// The file counts its writes. If the number is the one that is loaded, nothing has to be done. Otherwise templates that
/// came are those with greater numbers than loaded, as numbers are never used again; those that went or changed hands are
/// listed in `changes` with the write that did it. Only after a rebuild, which empties that list, everything is read anew.
final class SnapshotSource: Sendable {
    /// What is loaded.
    private struct Loaded {
        var revision: Int64
        var nextID: Int64
        var feedbackRevision: Int64
        var table: TemplateTable
        var unnamedCount: Int
        var rejections: [Rejection]
    }

    /// What the gallery says of itself.
    private struct State: Equatable {
        var revision: Int64
        var nextID: Int64
        var feedbackRevision: Int64
        var changesSince: Int64

        init(_ database: Database) throws {
            let sql = "SELECT revision, next_id, feedback_revision, changes_since FROM gallery"
            let row = try database.first(sql) { row in
                (try row.integer(0), try row.integer(1), try row.integer(2), try row.integer(3))
            }
            guard let row, row.1 > 0 else { throw GalleryError.corrupt(reason: "its own row is missing") }
            (revision, nextID, feedbackRevision, changesSince) = row
        }
    }

    /// Below so many templates one thread reads as fast as several.
    private static let parallelThreshold: Int64 = 32_768

    private let store: GalleryStore
    // Held while templates are read, so that two threads do not read the same; searches do not take it, nor do writes.
    private let loaded = Mutex<Loaded?>(nil)

    private let graph: GraphKeeper

    init(_ store: GalleryStore) {
        self.store = store
        graph = GraphKeeper(path: store.path, gallery: store.identifier, options: store.options, vault: store.vault)
    }

    /// The newest state.
    func snapshot() throws(GalleryError) -> GallerySnapshot {
        let current = try newest()
        return GallerySnapshot(
            revision: current.revision,
            model: store.model,
            table: current.table,
            unnamedCount: current.unnamedCount,
            graph: graph.graph(for: current.table, revision: current.revision),
            rejections: current.rejections,
            records: store,
            threads: store.options.threads
        )
    }

    /// Makes the search graph, or brings it up to date, and saves it.
    func buildGraph() throws(GalleryError) -> GraphIndex {
        let current = try newest()
        return try graph.build(current.table, revision: current.revision)
    }

    private func newest() throws(GalleryError) -> Loaded {
        try loaded.withLock { (loaded) throws(GalleryError) -> Loaded in
            let current = try update(loaded)
            loaded = current
            return current
        }
    }

    private func update(_ old: Loaded?) throws(GalleryError) -> Loaded {
        if old == nil, let whole = try loadInParallel() { return whole }
        return try store.read { database in
            let state = try State(database)
            guard let old, old.revision <= state.revision, old.revision >= state.changesSince else {
                return try Loaded(
                    revision: state.revision,
                    nextID: state.nextID,
                    feedbackRevision: state.feedbackRevision,
                    table: table(from: 1, to: state.nextID, in: database),
                    unnamedCount: Self.unnamedCount(database),
                    rejections: store.rejections(in: database).map(\.rejection)
                )
            }
            guard old.revision < state.revision else { return old }
            var new = old
            (new.revision, new.nextID) = (state.revision, state.nextID)
            new.unnamedCount = try Self.unnamedCount(database)
            try applyChanges(since: old.revision, before: old.nextID, to: &new.table, in: database)
            try append(from: old.nextID, to: state.nextID, to: &new.table, in: database)
            if state.feedbackRevision != old.feedbackRevision {
                new.feedbackRevision = state.feedbackRevision
                new.rejections = try store.rejections(in: database).map(\.rejection)
            }
            return new
        }
    }

    /// Reads everything by several threads, or returns `nil` if that is not worth it or somebody wrote meanwhile.
    private func loadInParallel() throws(GalleryError) -> Loaded? {
        let state = try store.read { try State($0) }
        let threads = store.options.threads
        guard threads > 1, state.nextID > Self.parallelThreshold else { return nil }
        let share = (state.nextID + Int64(threads) - 1) / Int64(threads)
        let results = Mutex([Result<TemplateTable, GalleryError>?](repeating: nil, count: threads))
        DispatchQueue.concurrentPerform(iterations: threads) { index in
            let first = 1 + Int64(index) * share
            let result = Result { () throws(GalleryError) -> TemplateTable in
                try store.read { database in
                    // Each thread reads in a transaction of its own: all have to be of one moment.
                    guard try State(database) == state else { throw GalleryError.busy }
                    return try table(from: first, to: min(state.nextID, first + share), in: database)
                }
            }
            results.withLock { $0[index] = result }
        }
        var tables: [TemplateTable] = []
        for result in results.withLock({ $0 }) {
            switch result {
            case .success(let table): tables.append(table)
            case .failure(.busy), nil: return nil
            case .failure(let error): throw error
            }
        }
        let rest = try store.read { database in
            try State(database) == state
                ? (try store.rejections(in: database).map(\.rejection), try Self.unnamedCount(database)) : nil
        }
        guard let (rejections, unnamedCount) = rest else { return nil }
        return Loaded(
            revision: state.revision,
            nextID: state.nextID,
            feedbackRevision: state.feedbackRevision,
            table: try TemplateTable(joining: tables, dimension: store.model.dimension),
            unnamedCount: unnamedCount,
            rejections: rejections
        )
    }

    /// The faces nobody has a name for; by the index, O(*such faces*).
    private static func unnamedCount(_ database: Database) throws -> Int {
        try database.first("SELECT count(*) FROM templates WHERE person IS NULL") { try Int($0.integer(0)) } ?? 0
    }

    private func table(from first: Int64, to end: Int64, in database: Database) throws -> TemplateTable {
        var table = TemplateTable(dimension: store.model.dimension)
        try append(from: first, to: end, to: &table, in: database)
        return table
    }

    private func append(
        from first: Int64,
        to end: Int64,
        to table: inout TemplateTable,
        in database: Database
    ) throws {
        let dimension = store.model.dimension
        let size = CodeRecord.size(dimension: dimension)
        let sealer = try store.vault.sealer(in: database)
        try database.run(
            """
            SELECT templates.id, templates.person, codes.code FROM templates CROSS JOIN codes ON codes.id = templates.id
            WHERE templates.id >= ? AND templates.id < ? ORDER BY templates.id
            """,
            [.integer(first), .integer(end)]
        ) { row in
            let id = try row.integer(0)
            let person = row.isNull(1) ? Person.nobodyRow : try row.integer(1)
            let result = try row.withOpened(2, of: id, in: .codes, by: sealer) { record -> Result<Void, GalleryError> in
                guard record.count == size else {
                    return .failure(.corrupt(reason: "the code of template \(id) has another length"))
                }
                let code = UnsafeRawBufferPointer(rebasing: record.prefix(dimension))
                let error = CodeRecord.error(of: record, dimension: dimension)
                return Result { () throws(GalleryError) in
                    try table.append(id: id, person: person, code: code, error: error)
                }
            }
            try result.get()
        }
    }

    private func applyChanges(
        since revision: Int64,
        before end: Int64,
        to table: inout TemplateTable,
        in database: Database
    ) throws {
        var removed: [Int64] = []
        var reassigned: [Int64: [Int64]] = [:]
        try database.run(
            """
            SELECT changed.template, templates.id, templates.person
            FROM (SELECT DISTINCT template FROM changes WHERE revision > ? AND template < ?) AS changed
            LEFT JOIN templates ON templates.id = changed.template
            """,
            [.integer(revision), .integer(end)]
        ) { row in
            let template = try row.integer(0)
            if row.isNull(1) {
                removed.append(template)
            } else {
                reassigned[row.isNull(2) ? Person.nobodyRow : try row.integer(2), default: []].append(template)
            }
        }
        table.remove(ids: removed)
        graph.remove(removed)
        for (person, templates) in reassigned { table.reassign(ids: templates, toPerson: person) }
    }
}
