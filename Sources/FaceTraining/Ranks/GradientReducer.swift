/// Sums a gradient over all ranks, in buckets, while the backward pass still computes the rest of it.
///
/// A backward pass finishes the gradients of the last layers first. So the flat gradient is cut into buckets from its
/// end, and the sum of each begins as soon as all of it is final; only what is not yet summed when the pass ends is
/// waited for. Li et al., "PyTorch distributed: experiences on accelerating data parallel training", 2020, section 3.2.
///
///     let reducer = GradientReducer(communicator)
///     for chunk in chunks.dropLast() { try program.backward(outputGradients: chunk) }
///     try program.backward(outputGradients: last) { reducer.reduce(program.gradients, from: $0) }
///     try reducer.finish(program.gradients)
///
/// It belongs to one task at a time.
public final class GradientReducer {
    /// The floats of a bucket.
    ///
    /// Small buckets begin early and pay the network's latency often; large ones end late.
    public let bucketSize: Int
    /// How long ``finish(_:)`` waited last time: the part of the sums that no computing hid.
    public private(set) var waited: Duration = .zero
    private let communicator: any Communicator
    private var pending: [any PendingReduction] = []
    /// Everything from here on has begun to be summed; `nil` between steps.
    private var begun: Int?

    /// Creates a reducer.
    ///
    /// - Parameters:
    ///   - communicator: The ranks.
    ///   - bucketSize: The floats of a bucket; the same on every rank.
    public init(_ communicator: any Communicator, bucketSize: Int = 1 << 20) {
        precondition(bucketSize >= 1, "a bucket holds something")
        self.communicator = communicator
        self.bucketSize = bucketSize
    }

    /// Takes note that all gradients from `offset` on are final, and begins to sum the buckets that are complete.
    ///
    /// Called in the last backward pass of a step, with falling offsets.
    ///
    /// - Parameters:
    ///   - gradients: All gradients; those from `offset` on are not to be touched before ``finish(_:)``.
    ///   - offset: Where the final ones start.
    public func reduce(_ gradients: UnsafeMutableBufferPointer<Float>, from offset: Int) {
        guard communicator.size > 1 else { return }
        var end = begun ?? gradients.count
        precondition((0...end).contains(offset), "gradients become final from the end to the start")
        // Buckets end at the same places on every rank, whatever offsets it was told.
        while end > 0, max(end - bucketSize, 0) >= offset {
            let start = max(end - bucketSize, 0)
            pending.append(communicator.startAllReduceSum(.init(rebasing: gradients[start..<end])))
            end = start
        }
        begun = end
    }

    /// Sums what is left, and waits until all is there.
    ///
    /// - Parameter gradients: All gradients, all final.
    /// - Throws: ``RanksError/failed(action:reason:)``; every sum has ended then too, so the memory may be freed.
    public func finish(_ gradients: UnsafeMutableBufferPointer<Float>) throws(RanksError) {
        reduce(gradients, from: 0)
        let start = ContinuousClock.now
        var failure: RanksError?
        for sum in pending {
            do throws(RanksError) { try sum.wait() } catch { failure = failure ?? error }
        }
        pending.removeAll(keepingCapacity: true)
        begun = nil
        waited = .now - start
        if let failure { throw failure }
    }
}
