import Foundation

/// Ranks that are threads of this process: for one machine, without a launcher.
///
/// Ranks of one thread each wait for each other once a step, threads of one rank in every layer; how much that gains depends on the
/// machine: with two cores next to nothing (62 against 60 photos a second).
///
/// What a rank gives is copied when a call begins, so a sum that begins before its floats are final is a wrong sum.
public enum ThreadRanks {
    /// Calls `body` as each of `size` ranks, at once.
    ///
    /// - Parameters:
    ///   - size: How many; at least 1.
    ///   - body: What a rank does, on a thread of its own. One that throws ends what the others wait for.
    /// - Returns: What each returned, in their order.
    /// - Throws: What the first of them threw.
    public static func run<Value: Sendable>(
        _ size: Int,
        _ body: @escaping @Sendable (any Communicator) throws -> Value
    ) throws -> [Value] {
        precondition(size >= 1, "there is at least one rank")
        let meeting = Meeting(size: size)
        let outcomes = Outcomes<Value>(size: size)
        for rank in 0..<size {
            let thread = Thread {
                let outcome = Result { try body(ThreadRank(rank: rank, meeting: meeting)) }
                // Its own failure first: the others' is that this one is gone.
                outcomes.set(outcome, of: rank)
                if case .failure = outcome { meeting.end() }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        return try outcomes.all()
    }
}

/// One of the threads.
private struct ThreadRank: Communicator {
    let rank: Int
    let meeting: Meeting
    var size: Int { meeting.size }

    func startAllReduceSum(_ floats: UnsafeMutableBufferPointer<Float>) -> any PendingReduction {
        // Left alone until the sum is waited for.
        nonisolated(unsafe) let floats = floats
        return Sum(rank: rank, meeting: meeting, given: Array(floats)) { sum in
            _ = floats.update(fromContentsOf: sum)
        }
    }

    private struct Sum: PendingReduction {
        let rank: Int
        let meeting: Meeting
        let given: [Float]
        let take: @Sendable ([Float]) -> Void

        func wait() throws(RanksError) {
            let all = try meeting.exchange(given.withUnsafeBytes { Array($0) }, of: rank)
            var sum = [Float](repeating: 0, count: given.count)
            for bytes in all {
                precondition(bytes.count == 4 * sum.count, "ranks sum differently many floats")
                bytes.withUnsafeBytes { bytes in
                    for (index, value) in bytes.bindMemory(to: Float.self).enumerated() { sum[index] += value }
                }
            }
            take(sum)
        }
    }

    func allGather(_ bytes: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) throws(RanksError) {
        let parts = try meeting.exchange(Array(bytes), of: rank)
        precondition(parts.allSatisfy { $0.count == bytes.count } && all.count == size * bytes.count)
        all.copyBytes(from: parts.joined())
    }

    func broadcast(_ bytes: UnsafeMutableRawBufferPointer) throws(RanksError) {
        bytes.copyBytes(from: try meeting.exchange(Array(bytes), of: rank)[0])
    }

    func barrier() throws(RanksError) { _ = try meeting.exchange([], of: rank) }
    func finish() throws(RanksError) { try barrier() }
    func abort(status: Int32) { meeting.end() }
}

/// Where threads wait until all have come, and each gets what all have brought.
private final class Meeting: @unchecked Sendable {
    let size: Int
    // Everything below is touched under this lock.
    private let condition = NSCondition()
    private var brought: [[UInt8]]
    private var taken: [[UInt8]] = []
    private var (arrived, number, isOver) = (0, 0, false)

    init(size: Int) {
        self.size = size
        brought = Array(repeating: [], count: size)
    }

    func exchange(_ bytes: [UInt8], of rank: Int) throws(RanksError) -> [[UInt8]] {
        condition.lock()
        defer { condition.unlock() }
        brought[rank] = bytes
        arrived += 1
        let mine = number + 1
        if arrived == size {
            (taken, arrived, number) = (brought, 0, mine)
            condition.broadcast()
        }
        while number < mine, !isOver { condition.wait() }
        if isOver { throw .failed(action: "meet", reason: "one of them is gone") }
        return taken
    }

    func end() {
        condition.lock()
        isOver = true
        condition.broadcast()
        condition.unlock()
    }
}

/// What the threads returned.
private final class Outcomes<Value: Sendable>: @unchecked Sendable {
    // Everything below is touched under this lock.
    private let condition = NSCondition()
    private var outcomes: [Result<Value, any Error>?]
    private var firstFailure: (any Error)?

    init(size: Int) { outcomes = Array(repeating: nil, count: size) }

    func set(_ outcome: Result<Value, any Error>, of rank: Int) {
        condition.lock()
        outcomes[rank] = outcome
        if case .failure(let error) = outcome, firstFailure == nil { firstFailure = error }
        condition.broadcast()
        condition.unlock()
    }

    /// Waits for every rank.
    func all() throws -> [Value] {
        condition.lock()
        defer { condition.unlock() }
        while outcomes.contains(where: { $0 == nil }) { condition.wait() }
        if let firstFailure { throw firstFailure }
        return try outcomes.compactMap { try $0?.get() }
    }
}
