import Dispatch
import Foundation
import Synchronization

/// The search graph of a gallery: read or built beside the searches, kept in step with the table, and saved.
///
/// Nobody waits for it. Until it is there searches scan, which is always right. It is only ever a copy of what the
/// database says: a graph that is missing, damaged, too old or another gallery's is built anew.
///
/// Of an encrypted gallery it is in memory only, and built anew by every process: a file of it would tell whose faces are
/// alike.
final class GraphKeeper: Sendable {
    private enum State {
        /// Nobody has asked for it.
        case none
        /// Being read, built or extended; these were removed meanwhile.
        case working(GraphIndex?, removed: [Int64])
        case ready(GraphIndex)
        /// There is not enough memory for it: searches scan.
        case failed
    }

    /// From so many templates on a gallery has a graph by itself.
    static let automaticThreshold = 200_000
    /// Templates that may be missing in the graph: searches scan those, which takes no time.
    private static let lag = 8192

    private let path: String
    private let gallery: [UInt8]
    private let options: Gallery.Options
    private let vault: GalleryVault
    private let state = Mutex<State>(.none)

    /// Creates a keeper.
    ///
    /// - Parameters:
    ///   - path: The gallery's file.
    ///   - gallery: Its identity.
    ///   - options: How it is used.
    ///   - vault: Knows whether it is encrypted.
    init(path: String, gallery: [UInt8], options: Gallery.Options, vault: GalleryVault) {
        self.path = Self.path(ofGallery: path)
        self.gallery = gallery
        self.options = options
        self.vault = vault
    }

    /// Where the graph of a gallery lies.
    static func path(ofGallery path: String) -> String { path + ".graph" }

    /// Removes the graph's file, if there is one.
    static func removeFile(ofGallery path: String) {
        try? FileManager.default.removeItem(atPath: Self.path(ofGallery: path))
    }

    /// The graph, if there is one by now; begins to make or to extend it otherwise.
    ///
    /// - Parameters:
    ///   - table: The newest templates.
    ///   - revision: The gallery's state that these are of.
    /// - Returns: A graph that may lack the newest templates.
    func graph(for table: TemplateTable, revision: Int64) -> GraphIndex? {
        guard isWanted(table) else { return nil }
        return state.withLock { state in
            switch state {
            case .none:
                state = .working(nil, removed: [])
                inBackground { () throws(GalleryError) in try self.open(table, revision: revision) }
                return nil
            case .working(let graph, _): return graph
            case .failed: return nil
            case .ready(let graph):
                let behind = table.count - graph.count
                guard graph.needsRebuilding || behind > Self.lag else { return graph }
                state = .working(graph, removed: [])
                inBackground { () throws(GalleryError) in
                    try self.renew(graph, table, revision: revision)
                }
                return graph
            }
        }
    }

    /// Takes templates out of the graph at once.
    func remove(_ ids: [Int64]) {
        guard !ids.isEmpty else { return }
        state.withLock { state in
            switch state {
            case .none, .failed: break
            case .ready(let graph): graph.remove(ids: ids)
            case .working(let graph, let removed):
                graph?.remove(ids: ids)
                state = .working(graph, removed: removed + ids)
            }
        }
    }

    /// Reads or builds the graph, saves it, and waits for that.
    ///
    /// - Parameters:
    ///   - table: The newest templates.
    ///   - revision: The gallery's state that these are of.
    /// - Returns: The graph, with every template of the table.
    /// - Throws: ``GalleryError``: `diskFull`, `unreadable` if it cannot be written, `database` if memory is short.
    func build(_ table: TemplateTable, revision: Int64) throws(GalleryError) -> GraphIndex {
        let graph = try open(table, revision: revision)
        state.withLock { state in
            if case .working(_, let removed) = state { graph.remove(ids: removed) }
            state = .ready(graph)
        }
        return graph
    }

    private func isWanted(_ table: TemplateTable) -> Bool {
        switch options.searchIndex {
        case .exact: false
        case .graph: table.count > 0
        case .automatic: table.count >= Self.automaticThreshold
        }
    }

    private func open(_ table: TemplateTable, revision: Int64) throws(GalleryError) -> GraphIndex {
        guard !vault.isSealed else { return try GraphIndex(table, threads: options.threads) }
        let origin = GraphIndex.Origin(gallery: gallery, revision: revision)
        let (graph, opening) = try GraphIndex.open(path, of: origin, table: table, threads: options.threads)
        if opening != .loaded(added: 0, removed: 0) { try save(graph, of: origin) }
        return graph
    }

    private func renew(_ old: GraphIndex, _ table: TemplateTable, revision: Int64) throws(GalleryError) -> GraphIndex {
        let graph = old.needsRebuilding ? try GraphIndex(table, threads: options.threads) : old
        try graph.extend(with: table, threads: options.threads)
        try save(graph, of: GraphIndex.Origin(gallery: gallery, revision: revision))
        return graph
    }

    private func save(_ graph: GraphIndex, of origin: GraphIndex.Origin) throws(GalleryError) {
        guard !options.isReadOnly, !vault.isSealed else { return }
        do throws(GalleryError) {
            try graph.save(to: path, of: origin)
        } catch .busy {
            // Changed while it was being written; the next time will do.
        }
    }

    private func inBackground(_ work: @escaping @Sendable () throws(GalleryError) -> GraphIndex) {
        DispatchQueue.global(qos: .utility).async {
            let result = Result { () throws(GalleryError) in try work() }
            self.state.withLock { state in
                guard case .working(let old, let removed) = state else { return }
                switch result {
                case .success(let graph):
                    graph.remove(ids: removed)
                    state = .ready(graph)
                // A graph that cannot be saved, as the disk is full, is as good as before for searches.
                case .failure: state = old.map(State.ready) ?? .failed
                }
            }
        }
    }
}
