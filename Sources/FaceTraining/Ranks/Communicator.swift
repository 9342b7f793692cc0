/// The processes that train one network together, as one of them, a rank, sees them.
///
/// Every rank makes the same calls in the same order; a call returns when its part of the work is done, which may be
/// before the other ranks' parts are. Calls come from one task at a time.
public protocol Communicator: Sendable {
    /// This process's number, from 0; rank 0 leads: it alone validates, logs and writes checkpoints.
    var rank: Int { get }
    /// How many ranks there are.
    var size: Int { get }

    /// Begins to replace `floats` with its sum over all ranks, which is the same on each to the last bit.
    ///
    /// Sums are computed in the order in which they are begun, while this rank goes on computing.
    ///
    /// - Parameter floats: As many on every rank; not to be touched, and to be kept alive, until the sum is there.
    /// - Returns: What to wait for.
    func startAllReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) -> any PendingReduction

    /// Collects equally many bytes from every rank, on every rank, in the order of the ranks.
    ///
    /// - Parameters:
    ///   - bytes: This rank's; as many on every rank.
    ///   - all: Room for `size` times as many.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    func allGather(_ bytes: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) throws(RanksError)

    /// Replaces `bytes` with rank 0's.
    ///
    /// - Parameter bytes: As many on every rank.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    func broadcast(_ bytes: UnsafeMutableRawBufferPointer) throws(RanksError)

    /// Waits until every rank has come here.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    func barrier() throws(RanksError)

    /// Parts from the other ranks when all are done; nothing else is called afterwards.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    func finish() throws(RanksError)

    /// Ends the other ranks, which would wait for this one for ever; for a rank that cannot go on.
    ///
    /// It may end this process as well. If it returns, as it does where this is the only rank, the caller ends itself.
    ///
    /// - Parameter status: The exit status to leave with.
    func abort(status: Int32)
}

/// A sum over ranks that is being computed.
public protocol PendingReduction: Sendable {
    /// Waits until the sum is there.
    ///
    /// - Throws: ``RanksError/failed(action:reason:)``.
    func wait() throws(RanksError)
}

extension Communicator {
    /// Whether this is rank 0, which alone validates, logs and writes checkpoints.
    public var isLeader: Bool { rank == 0 }

    /// Replaces `floats` with its sum over all ranks, which is the same on each to the last bit.
    ///
    /// - Parameter floats: As many on every rank.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func allReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) throws(RanksError) {
        try startAllReduceSum(floats).wait()
    }

    /// Collects equally many floats from every rank, in the order of the ranks.
    ///
    /// - Parameters:
    ///   - floats: This rank's, such as the embeddings `[N / size, D]` of its part of a batch.
    ///   - all: Room for `size` times as many, such as all embeddings `[N, D]`.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func allGather(
        _ floats: UnsafeBufferPointer<Float>,
        into all: UnsafeMutableBufferPointer<Float>
    ) throws(RanksError) {
        try allGather(UnsafeRawBufferPointer(floats), into: UnsafeMutableRawBufferPointer(all))
    }

    /// Collects equally many integers from every rank, in the order of the ranks.
    ///
    /// - Parameter integers: This rank's, such as the labels of its part of a batch.
    /// - Returns: All ranks', `size` times as many.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func allGather(_ integers: [Int]) throws(RanksError) -> [Int] {
        var all = [Int](repeating: 0, count: size * integers.count)
        let result = all.withUnsafeMutableBytes { all in
            integers.withUnsafeBytes { mine in
                Result { () throws(RanksError) in try allGather(mine, into: all) }
            }
        }
        try result.get()
        return all
    }

    /// Tells every rank whether the condition holds on any of them, so that all stop at the same step.
    ///
    /// - Parameter condition: Whether it holds on this one.
    /// - Returns: Whether it holds on any.
    /// - Throws: ``RanksError/failed(action:reason:)``.
    public func holdsAnywhere(_ condition: Bool) throws(RanksError) -> Bool {
        try allGather([condition ? 1 : 0]).contains(1)
    }

    /// Makes sure that all ranks hold the same.
    ///
    /// - Parameters:
    ///   - digest: A hash of what this rank holds, such as of its weights, and the same function of it on every rank.
    ///   - subject: What it is, in words: "the weights".
    /// - Throws: ``RanksError/disagreement(about:ranks:)``, on every rank.
    public func requireAgreement(on digest: UInt64, about subject: String) throws(RanksError) {
        let all = try allGather([Int(bitPattern: UInt(digest))])
        let others = all.indices.filter { all[$0] != all[0] }
        if !others.isEmpty { throw .disagreement(about: subject, ranks: others) }
    }
}
