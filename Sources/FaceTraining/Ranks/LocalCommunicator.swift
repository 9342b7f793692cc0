/// One process that trains alone.
public struct LocalCommunicator: Communicator {
    /// Always 0.
    public var rank: Int { 0 }
    /// Always 1.
    public var size: Int { 1 }

    /// Creates the only rank.
    public init() {}

    private struct Done: PendingReduction {
        func wait() {}
    }

    /// Does nothing: the sum over one rank is what it holds.
    ///
    /// - Parameter floats: What is summed.
    /// - Returns: What needs no waiting for.
    public func startAllReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) -> any PendingReduction { Done() }

    /// Copies the bytes.
    ///
    /// - Parameters:
    ///   - bytes: What is copied.
    ///   - all: Room for as many.
    public func allGather(_ bytes: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count == all.count, "\(all.count) bytes are no room for \(bytes.count) of one rank")
        all.copyMemory(from: bytes)
    }

    /// Does nothing.
    ///
    /// - Parameter bytes: What is kept.
    public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {}

    /// Does nothing.
    public func barrier() {}

    /// Does nothing.
    public func finish() {}

    /// Does nothing: the caller ends itself.
    ///
    /// - Parameter status: The status it means to end with.
    public func abort(status: Int32) {}
}
