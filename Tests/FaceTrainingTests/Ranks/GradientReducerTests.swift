import FaceTraining
import Synchronization
import Testing

@Suite struct GradientReducerTests {
    /// A rank among others that only notes which ranges of a buffer are summed, and may fail.
    private final class Recorder: Communicator {
        let (rank, size) = (0, 2)
        let began = Mutex<[Range<Int>]>([])
        let waited = Mutex(0)
        let fails: Bool
        // Only compared, never read through.
        nonisolated(unsafe) let base: UnsafeMutablePointer<Float>?

        init(_ buffer: UnsafeMutableBufferPointer<Float>, fails: Bool = false) {
            (base, self.fails) = (buffer.baseAddress, fails)
        }

        struct Sum: PendingReduction {
            let recorder: Recorder
            func wait() throws(RanksError) {
                recorder.waited.withLock { $0 += 1 }
                if recorder.fails { throw .failed(action: "sum", reason: "gone") }
            }
        }

        func startAllReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) -> any PendingReduction {
            if let base, let start = floats.baseAddress {
                began.withLock { $0.append(start - base..<start - base + floats.count) }
            }
            return Sum(recorder: self)
        }

        func allGather(_ bytes: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) {}
        func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {}
        func barrier() {}
        func finish() {}
        func abort(status: Int32) {}
    }

    @Test func `a bucket begins as soon as all of it is final, and not before`() throws {
        var floats = [Float](repeating: 0, count: 10)
        try floats.withUnsafeMutableBufferPointer { floats in
            let recorder = Recorder(floats)
            let reducer = GradientReducer(recorder, bucketSize: 4)
            func began() -> [Range<Int>] { recorder.began.withLock { $0 } }
            reducer.reduce(floats, from: 7)
            #expect(began() == [])
            reducer.reduce(floats, from: 6)
            #expect(began() == [6..<10])
            reducer.reduce(floats, from: 1)
            #expect(began() == [6..<10, 2..<6])
            try reducer.finish(floats)
            #expect(began() == [6..<10, 2..<6, 0..<2])
            #expect(recorder.waited.withLock { $0 } == 3)
            // The next step starts over.
            try reducer.finish(floats)
            #expect(began().count == 6)
        }
    }

    @Test func `when a sum fails all others are waited for, so that nobody writes to freed memory`() {
        var floats = [Float](repeating: 0, count: 10)
        floats.withUnsafeMutableBufferPointer { floats in
            let recorder = Recorder(floats, fails: true)
            let reducer = GradientReducer(recorder, bucketSize: 4)
            #expect(throws: RanksError.failed(action: "sum", reason: "gone")) { try reducer.finish(floats) }
            #expect(recorder.waited.withLock { $0 } == 3)
        }
    }

    @Test(arguments: [1, 3, 64, 1000, 5000], [2, 3])
    func `gradients become the sum over the ranks, whatever the buckets`(bucketSize: Int, size: Int) throws {
        let count = 1000
        let sums = try ThreadRanks.run(size) { ranks in
            var gradients = [Float](repeating: .nan, count: count)
            try gradients.withUnsafeMutableBufferPointer { gradients in
                let reducer = GradientReducer(ranks, bucketSize: bucketSize)
                for step in 0..<2 {
                    // Written from the end, as a backward pass does, and in other pieces on every rank.
                    var offset = count
                    while offset > 0 {
                        let next = max(0, offset - 37 - 100 * ranks.rank)
                        for index in next..<offset { gradients[index] = Float((ranks.rank + 1) * (index + step)) }
                        reducer.reduce(gradients, from: next)
                        offset = next
                    }
                    try reducer.finish(gradients)
                }
            }
            return gradients
        }
        let expected = (0..<count).map { Float(($0 + 1) * size * (size + 1) / 2) }
        #expect(sums.allSatisfy { $0 == expected })
    }
}
