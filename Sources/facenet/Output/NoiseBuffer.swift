/// Floats from -1 through 1 at a fixed place in memory.
final class NoiseBuffer {
    let floats: UnsafeMutableBufferPointer<Float>

    init(count: Int) {
        floats = .allocate(capacity: count)
        var state: UInt32 = 1
        for index in 0..<count {
            state = state &* 1_664_525 &+ 1_013_904_223
            floats.initializeElement(at: index, to: Float(state >> 8) / Float(1 << 23) - 1)
        }
    }

    deinit { floats.deallocate() }
}
