import FaceEmbedding
import FaceGallery
import Synchronization

/// Keeps what decisions rest on, which is costly to find out for an uncalibrated model in a large gallery.
///
/// Found out anew when the gallery has a quarter more or fewer templates than then: near strangers come little nearer
/// meanwhile, and the gallery's size itself always counts as it is.
final class ThresholdCache: Sendable {
    private struct Entry {
        let thresholds: Thresholds
        let count: Int
    }

    private let entry = Mutex<Entry?>(nil)

    /// What to base decisions on.
    func thresholds(for snapshot: GallerySnapshot, model tail: ImpostorTail?) throws(GalleryError) -> Thresholds {
        if let tail { return Thresholds(model: tail) }
        let count = snapshot.count
        let kept = entry.withLock { entry in
            entry.flatMap { abs($0.count - count) * 4 <= $0.count ? $0.thresholds : nil }
        }
        if let kept { return kept }
        // Outside of the lock: two who find out at once only do it twice.
        let found = try snapshot.thresholds(model: nil)
        entry.withLock { $0 = Entry(thresholds: found, count: count) }
        return found
    }
}
