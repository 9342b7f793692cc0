import CCodes
import Synchronization

/// A fixed number of rows of a ``TemplateTable``, shared by every copy of the table that has them.
///
/// The rows are columns of memory, filled from the front and never written again. A table sees the first so many rows
/// of its last segment; `claimed` counts the rows that some table has claimed for writing. A table may append only if
/// it moves `claimed` on from exactly the number it sees: then nobody else sees those rows, and nobody else can claim
/// them. If another copy was faster the segment is copied. So readers need no lock: what they see was written before
/// their table was made.
// Safe to share: rows below a table's count are never written again, and rows above belong to whoever moved `claimed`.
final class TemplateSegment: @unchecked Sendable {
    /// The most rows in a segment: 2 MB of codes of 128 bytes, one large page, and what a removal copies.
    static let capacity = 16_384

    let stride: Int
    let capacity: Int
    let codes: UnsafeMutablePointer<Int8>
    let norms: UnsafeMutablePointer<Int32>
    let errors: UnsafeMutablePointer<Float>
    let people: UnsafeMutablePointer<Int64>
    let ids: UnsafeMutablePointer<Int64>
    private let memory: UnsafeMutableRawPointer
    private let claimed = Atomic<Int>(0)

    init(stride: Int, capacity: Int = TemplateSegment.capacity) {
        precondition(stride > 0 && stride % Int(CODES_ALIGNMENT) == 0, "a row must be whole cache lines, not \(stride)")
        self.stride = stride
        self.capacity = capacity
        let wide = capacity * MemoryLayout<Int64>.stride
        let narrow = capacity * MemoryLayout<Int32>.stride
        // One allocation, so that the system gives it page by page as it is written.
        memory = .allocate(byteCount: capacity * stride + 2 * wide + 2 * narrow, alignment: Int(CODES_ALIGNMENT))
        codes = memory.bindMemory(to: Int8.self, capacity: capacity * stride)
        var next = memory + capacity * stride
        ids = next.bindMemory(to: Int64.self, capacity: capacity)
        next += wide
        people = next.bindMemory(to: Int64.self, capacity: capacity)
        next += wide
        norms = next.bindMemory(to: Int32.self, capacity: capacity)
        next += narrow
        errors = next.bindMemory(to: Float.self, capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// The rows of another segment, chosen by position, in a segment with room for as many as any.
    convenience init(copying other: TemplateSegment, rows: some Sequence<Int>) {
        self.init(stride: other.stride, capacity: other.capacity)
        var count = 0
        for row in rows {
            copyRow(row, of: other, to: count)
            count += 1
        }
        claimed.store(count, ordering: .relaxed)
    }

    /// Takes the next `count` rows for writing, if `seen` rows are all that anyone has.
    func claim(_ count: Int, after seen: Int) -> Bool {
        guard seen + count <= capacity else { return false }
        let claim = claimed.compareExchange(expected: seen, desired: seen + count, ordering: .acquiringAndReleasing)
        return claim.exchanged
    }

    /// Writes one row; only for who claimed it.
    func write(_ row: Int, id: Int64, person: Int64, error: Float, code: UnsafeRawBufferPointer) {
        let bytes = UnsafeMutableRawBufferPointer(start: codes + row * stride, count: stride)
        bytes.copyMemory(from: code)
        if code.count < stride {
            UnsafeMutableRawBufferPointer(rebasing: bytes[code.count...]).initializeMemory(as: UInt8.self, repeating: 0)
        }
        ids[row] = id
        people[row] = person
        errors[row] = error
        norms[row] = codes_norm(codes + row * stride, stride)
    }

    private func copyRow(_ row: Int, of other: TemplateSegment, to target: Int) {
        (codes + target * stride).update(from: other.codes + row * stride, count: stride)
        ids[target] = other.ids[row]
        people[target] = other.people[row]
        errors[target] = other.errors[row]
        norms[target] = other.norms[row]
    }
}
