#if MPI
import CMPI

/// The ranks that a launcher such as `mpirun` started, over MPI.
///
/// Operations go on while the rank computes, on a thread of their own.
public final class MPICommunicator: Communicator {
    /// This process's number, from 0.
    public let rank: Int
    /// How many ranks there are.
    public let size: Int
    private let thread = MPIThread()

    /// Starts MPI; once in the life of a process.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public init() throws(RanksError) {
        let place = try thread.call { () throws(RanksError) in
            var (rank, size): (Int32, Int32) = (0, 0)
            try check(cmpi_start(), "start MPI")
            try check(cmpi_rank(&rank), "number themselves")
            try check(cmpi_size(&size), "count themselves")
            return (rank: Int(rank), size: Int(size))
        }
        (rank, size) = place
    }

    /// Begins to replace `floats` with its sum over all ranks.
    ///
    /// - Parameter floats: As many on every rank, and less than 2³¹.
    /// - Returns: What to wait for.
    public func startAllReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) -> any PendingReduction {
        // The caller leaves the memory alone until it is told that the sum is there.
        nonisolated(unsafe) let floats = floats
        let count = narrowed(floats.count)
        return thread.perform("sum over one another") { cmpi_start_sum(floats.baseAddress, count, &$0) }
    }

    /// Collects equally many bytes from every rank, on every rank, in the order of the ranks.
    ///
    /// - Parameters:
    ///   - bytes: This rank's; as many on every rank, and less than 2³¹.
    ///   - all: Room for `size` times as many.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func allGather(
        _ bytes: UnsafeRawBufferPointer,
        into all: UnsafeMutableRawBufferPointer
    ) throws(RanksError) {
        precondition(
            all.count == size * bytes.count,
            "\(all.count) bytes are no room for \(bytes.count) of each of \(size) ranks"
        )
        // Only until `wait` returns.
        nonisolated(unsafe) let (bytes, all) = (bytes, all)
        let count = narrowed(bytes.count)
        try thread.perform("gather from one another") {
            cmpi_start_gather(bytes.baseAddress, all.baseAddress, count, &$0)
        }.wait()
    }

    /// Replaces `bytes` with rank 0's.
    ///
    /// - Parameter bytes: As many on every rank, and less than 2³¹.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) throws(RanksError) {
        // Only until `wait` returns.
        nonisolated(unsafe) let bytes = bytes
        let count = narrowed(bytes.count)
        try thread.perform("get what rank 0 has") { cmpi_start_broadcast(bytes.baseAddress, count, &$0) }.wait()
    }

    /// Waits until every rank has come here.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func barrier() throws(RanksError) {
        try thread.perform("wait for one another") { cmpi_start_barrier(&$0) }.wait()
    }

    /// Ends MPI; nothing else is called afterwards.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func finish() throws(RanksError) {
        try thread.call { () throws(RanksError) in try check(cmpi_finish(), "part") }
        thread.stop()
    }

    /// Ends all ranks, this one too.
    ///
    /// - Parameter status: What the launcher exits with.
    public func abort(status: Int32) {
        // Not on the thread of the other calls, which may be waiting for a rank that never comes; MPI asks for calls
        // from one thread only, but there is no order left to keep.
        _ = cmpi_abort(status)
    }

    /// MPI's counts are 32 bits wide; a batch's embeddings and a bucket are far below that.
    private func narrowed(_ count: Int) -> Int32 {
        precondition(count <= Int32.max, "\(count) are too many for one call to MPI")
        return Int32(count)
    }
}
#endif
