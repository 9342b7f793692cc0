import Dispatch

/// Which of a flat array's weights decay, as pieces of one kind each.
struct WeightDecay: Hashable, Sendable {
    /// Neighbors of one kind, and how fast they decay.
    struct Piece: Hashable, Sendable {
        var range: Range<Int>
        var decay: Float
    }

    let count: Int
    /// Short enough that a piece's weights, gradients and state stay in a cache, and threads find work.
    let pieces: [Piece]

    /// - Parameters:
    ///   - count: The weights there are.
    ///   - decay: How fast weights decay.
    ///   - undecayed: Those that do not, in any order; may touch.
    init(count: Int, decay: Float, undecayed: [Range<Int>]) {
        self.count = count
        let longest = 1 << 16
        var (pieces, place) = ([Piece](), 0)
        func add(upTo end: Int, _ decay: Float) {
            while place < end {
                let next = min(place + longest, end)
                pieces.append(Piece(range: place..<next, decay: decay))
                place = next
            }
        }
        for range in undecayed.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            precondition(range.upperBound <= count, "\(range) lies beyond \(count) weights")
            add(upTo: range.lowerBound, decay)
            add(upTo: range.upperBound, 0)
        }
        add(upTo: count, decay)
        self.pieces = pieces
    }

    /// Updates each piece on its own, on several threads.
    func forEach(threads: Int, _ weights: Int, _ gradients: Int, _ update: @Sendable (Piece) -> Void) {
        precondition(
            weights == count && gradients == count,
            "an optimizer of \(count) weights cannot update \(weights) with \(gradients) gradients"
        )
        guard threads > 1, pieces.count > 1 else { return pieces.forEach(update) }
        let share = (pieces.count + threads - 1) / threads
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for index in thread * share..<max(min((thread + 1) * share, pieces.count), thread * share) {
                update(pieces[index])
            }
        }
    }
}
