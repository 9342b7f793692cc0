import FaceGallery
import NIOPosix

/// Writes the audit lines of searches, those of many callers in one transaction: a line each would be a flush of the disk
/// each.
///
/// Nobody is answered before the line of their search is on the disk.
actor SearchJournal {
    private let gallery: Gallery
    private let pool: NIOThreadPool
    private var waiting: [(SearchRecord, CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false

    init(_ gallery: Gallery, pool: NIOThreadPool) { (self.gallery, self.pool) = (gallery, pool) }

    /// Writes a line, and returns when it is on the disk.
    func record(_ search: SearchRecord) async throws {
        guard gallery.options.recordsSearches else { return }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((search, continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await write() }
        }
    }

    /// Writes what waits, and what comes meanwhile, until nothing does.
    private func write() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            do {
                try await pool.runIfActive { [gallery] in try gallery.recordSearches(batch.map(\.0)) }
                for (_, continuation) in batch { continuation.resume() }
            } catch {
                for (_, continuation) in batch { continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}
