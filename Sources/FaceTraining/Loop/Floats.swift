/// Floats at a place that stays: what the engine reads from and writes to.
final class Floats {
    let buffer: UnsafeMutableBufferPointer<Float>

    /// So many zeros.
    init(_ count: Int) {
        buffer = .allocate(capacity: count)
        buffer.initialize(repeating: 0)
    }

    deinit { buffer.deallocate() }

    var reading: UnsafeBufferPointer<Float> { UnsafeBufferPointer(buffer) }

    subscript(range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(rebasing: buffer[range])
    }
}
