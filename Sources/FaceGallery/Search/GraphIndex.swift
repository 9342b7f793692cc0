import CHNSW
import Synchronization

/// A graph of a gallery's templates, each linked to its neighbors, by which a search goes straight to the nearest.
///
/// HNSW (Malkov and Yashunin, <https://arxiv.org/abs/1603.09320>) over one-byte codes, by hnswlib. Answers are almost
/// always the nearest, not always; see ``GallerySnapshot`` for the exact scan. It pays from some hundred thousand
/// templates on.
///
/// The graph may lag behind the gallery: templates after ``lastID`` are not in it yet, and a search scans them; removed
/// ones may still be in it, and a search leaves out what its table does not have. So no enrollment waits for the graph.
public final class GraphIndex: @unchecked Sendable {
    // Safe to share: the C index has a lock of its own, which searches share and changes hold alone; the rest is
    // constant, or behind a mutex.

    /// How a graph is built.
    public struct Options: Hashable, Sendable {
        /// How many neighbors a template is linked to on the upper levels, twice as many on the lowest (`M`).
        public var links: Int
        /// How many candidates are considered for a template's links (`efConstruction`).
        public var breadth: Int

        /// Creates options.
        ///
        /// - Parameters:
        ///   - links: 2 through 256. More find better, and take memory and time.
        ///   - breadth: From 1. More find better, and take time to build.
        public init(links: Int = 16, breadth: Int = 200) {
            precondition(2...256 ~= links && breadth > 0, "a graph of \(links) links and breadth \(breadth)")
            self.links = links
            self.breadth = breadth
        }
    }

    /// A template that the graph found.
    struct Hit {
        var id: Int64
        /// The squared distance between the codes, in steps.
        var distance: Int32
    }

    /// The padded length of the codes.
    let stride: Int
    let options: Options
    let index: OpaquePointer
    private let last: Mutex<Int64>
    // Held while templates are inserted, so that no two threads insert the same; searches do not take it.
    private let inserting = Mutex<Void>(())

    /// How many templates are inserted before searches get their turn.
    private static let turn = 256

    /// Builds a graph of all templates of a table.
    ///
    /// - Parameters:
    ///   - table: The templates.
    ///   - options: How it is built.
    ///   - threads: How many threads build; at least 1.
    /// - Throws: ``GalleryError/database(reason:)`` if there is not enough memory.
    /// - Complexity: O(*n* log *n*): a million templates take minutes.
    public convenience init(
        _ table: TemplateTable,
        options: Options = Options(),
        threads: Int = 1
    ) throws(GalleryError) {
        let room = table.count + table.count / 8
        guard let index = hnsw_create(table.stride, room, options.links, options.breadth) else { throw Self.noMemory }
        self.init(index, stride: table.stride, options: options, lastID: .min)
        try extend(with: table, threads: threads)
    }

    /// Takes over an index of C.
    init(_ index: OpaquePointer, stride: Int, options: Options, lastID: Int64) {
        self.index = index
        self.stride = stride
        self.options = options
        last = Mutex(lastID)
    }

    deinit { hnsw_free(index) }

    /// The number of templates in the graph, without those removed.
    public var count: Int { hnsw_count(index) - removedCount }

    /// The number of removed templates that are still there to lead searches on, without their codes.
    public var removedCount: Int { hnsw_deleted_count(index) }

    /// The greatest id of a template that was inserted; templates after it are not in the graph yet.
    public var lastID: Int64 { last.withLock { $0 } }

    /// About how many bytes of memory the graph takes.
    public var memory: Int { hnsw_memory(index) }

    /// Whether more than a fifth are removed templates, so that building the graph anew pays.
    public var needsRebuilding: Bool { removedCount * 5 > hnsw_count(index) }

    /// Inserts the templates of a table that come after ``lastID``.
    ///
    /// - Parameters:
    ///   - table: The newest table.
    ///   - threads: How many threads insert; at least 1.
    /// - Throws: ``GalleryError/database(reason:)`` if there is not enough memory.
    /// - Complexity: O(*m* log *n*), where *m* is the number of new templates; a search waits for a few hundred of them.
    public func extend(with table: TemplateTable, threads: Int = 1) throws(GalleryError) {
        precondition(table.stride == stride, "a table of \(table.stride) bytes a row for a graph of \(stride)")
        try inserting.withLock { _ throws(GalleryError) in
            let fresh = table.places(after: lastID)
            // Nobody searches a graph of nothing.
            let turn = hnsw_count(index) == 0 ? max(1, fresh.count) : Self.turn
            for start in Swift.stride(from: 0, to: fresh.count, by: turn) {
                let part = fresh[start..<min(fresh.count, start + turn)]
                let ids = part.map { table.id(at: $0) }
                try insert(part.map { table.pointer(to: $0) }, ids: ids, threads: threads)
                if let newest = ids.last { last.withLock { $0 = max($0, newest) } }
            }
        }
        withExtendedLifetime(table) {}
    }

    /// Takes templates out; those not in the graph are ignored.
    ///
    /// Their codes are overwritten at once; their places lead searches on until the graph is built anew.
    ///
    /// - Parameter ids: The templates' rows in the gallery.
    /// - Complexity: O(*m*).
    public func remove(ids: some Sequence<Int64>) {
        for id in ids { _ = hnsw_delete(index, id) }
    }

    /// Returns about the nearest templates by code, in no order.
    ///
    /// - Parameters:
    ///   - code: Padded to ``stride``.
    ///   - breadth: How many, and how wide to search (`ef`).
    /// - Returns: At most `breadth`.
    /// - Throws: ``GalleryError/database(reason:)`` if there is not enough memory.
    func nearest(to code: [Int8], breadth: Int) throws(GalleryError) -> [Hit] {
        precondition(code.count == stride, "a code of \(code.count) bytes for a graph of \(stride)")
        return try withUnsafeTemporaryAllocation(of: Int64.self, capacity: breadth) { ids throws(GalleryError) in
            try withUnsafeTemporaryAllocation(of: Int32.self, capacity: breadth) { distances throws(GalleryError) in
                guard let first = ids.baseAddress, let near = distances.baseAddress else { return [] }
                var found = 0
                try Self.check(hnsw_search(index, code, breadth, first, near, &found))
                return (0..<found).map { Hit(id: ids[$0], distance: distances[$0]) }
            }
        }
    }

    /// Inserts rows; `extend` and `load` call this.
    func insert(_ rows: [UnsafePointer<Int8>?], ids: [Int64], threads: Int) throws(GalleryError) {
        guard !ids.isEmpty else { return }
        try Self.check(hnsw_insert(index, rows, ids, ids.count, max(1, threads)))
    }

    static let noMemory = GalleryError.database(reason: "there is not enough memory for the search graph")

    static func check(_ status: hnsw_status) throws(GalleryError) {
        switch status {
        case HNSW_OK: return
        case HNSW_MEMORY: throw noMemory
        case HNSW_DAMAGED: throw .corrupt(reason: "the search graph is damaged")
        case HNSW_IDENTIFIER: throw .corrupt(reason: "the search graph has a template twice")
        default: throw .database(reason: "the search graph cannot be changed")
        }
    }
}
