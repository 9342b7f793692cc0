import Synchronization

/// The people of an epoch one after the other, and how many photos came before each.
struct EpochOrder: Sendable {
    let people: [Int]
    private let starts: [Int]

    init(people: [Int], contributions: [Int]) {
        self.people = people
        var total = 0
        starts = contributions.map { count in
            defer { total += count }
            return total
        }
    }

    /// Whose photo is at a place of the epoch, and how many of theirs come before it.
    ///
    /// - Complexity: O(log *people*).
    func turn(at place: Int) -> (turn: Int, skipped: Int) {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= place { low = middle } else { high = middle }
        }
        return (low, place - starts[low])
    }
}

/// The order that was asked for last, as the next step most often asks for the same.
///
/// Only saves time: what it gives follows from what is asked.
final class EpochOrders: Sendable {
    private let latest = Mutex<(epoch: Int, order: EpochOrder)?>(nil)

    func order(of epoch: Int, make: () -> EpochOrder) -> EpochOrder {
        if let latest = latest.withLock({ $0 }), latest.epoch == epoch { return latest.order }
        let order = make()
        latest.withLock { $0 = (epoch, order) }
        return order
    }
}
