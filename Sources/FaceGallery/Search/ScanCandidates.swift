/// A row that a scan found near its query.
struct ScanCandidate: Sendable {
    /// The squared distance between the codes, in steps.
    var distance: Int32
    /// The part of the table.
    var part: Int32
    /// The row of the part.
    var row: Int32
}

/// The nearest rows of a scan so far: a heap with the farthest on top, of fixed size.
///
/// Of equally far rows those that came first stay.
struct ScanCandidates: Sendable {
    /// The most rows kept.
    let capacity: Int
    private(set) var heap: [ScanCandidate] = []

    init(capacity: Int) {
        precondition(capacity > 0, "a scan must keep at least one row")
        self.capacity = capacity
        heap.reserveCapacity(capacity)
    }

    /// Only rows nearer than this are taken; every row that was dropped is at least this far.
    var limit: Int32 { heap.count < capacity ? .max : heap[0].distance }

    mutating func insert(_ candidate: ScanCandidate) {
        if heap.count < capacity {
            heap.append(candidate)
            rise(heap.count - 1)
        } else {
            guard candidate.distance < heap[0].distance else { return }
            heap[0] = candidate
            sink(0)
        }
    }

    private mutating func rise(_ start: Int) {
        var index = start
        while index > 0, heap[(index - 1) / 2].distance < heap[index].distance {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var largest = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if heap[child].distance > heap[largest].distance { largest = child }
            }
            guard largest != index else { return }
            heap.swapAt(index, largest)
            index = largest
        }
    }
}
