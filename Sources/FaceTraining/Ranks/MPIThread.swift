#if MPI
import CMPI
import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The thread that makes all of a rank's calls to MPI.
///
/// MPI moves an operation on only while somebody asks for it. A thread of its own does so while the others compute,
/// needs no thread safety from MPI, and lets Swift's tasks come from whichever thread they happen to run on. It looks at
/// what is under way often at first, and then pauses between looks: a rank that waits for another takes no processor
/// from those that compute.
final class MPIThread: Sendable {
    /// Something to begin and to wait for.
    struct Operation: Sendable {
        /// What it does, to follow "the ranks could not".
        let action: String
        /// Begins it, and returns MPI's status.
        let begin: @Sendable (inout MPI_Request?) -> Int32
        /// Told when it is done.
        let reply: Reply<Void>
    }

    private enum Job: Sendable {
        case call(@Sendable () -> Void)
        case operation(Operation)
        case stop
    }

    /// Operations under way at once: enough to hide the latency of each behind the others, few enough for the caches.
    private static let mostAtOnce = 8
    /// Looks in a row without anything done, before it begins to pause.
    private static let eagerLooks = 200
    /// The time between two looks then.
    private static let pause = DispatchTimeInterval.microseconds(50)

    private let jobs = Mutex<[Job]>([])
    private let jobCount = DispatchSemaphore(value: 0)

    init() {
        let thread = Thread { [self] in run() }
        thread.name = "ranks"
        thread.start()
    }

    /// Calls `work`, after all that was asked for before is done.
    func call<Value: Sendable>(_ work: @escaping @Sendable () throws(RanksError) -> Value) throws(RanksError) -> Value {
        let reply = Reply<Value>()
        enqueue(.call { reply.fill(work) })
        return try reply.value()
    }

    /// Begins operations in the order in which they come.
    func perform(_ action: String, _ begin: @escaping @Sendable (inout MPI_Request?) -> Int32) -> Reply<Void> {
        let reply = Reply<Void>()
        enqueue(.operation(Operation(action: action, begin: begin, reply: reply)))
        return reply
    }

    /// Has the thread end.
    func stop() { enqueue(.stop) }

    private func enqueue(_ job: Job) {
        jobs.withLock { $0.append(job) }
        jobCount.signal()
    }

    private func run() {
        var (pending, looks): ([(operation: Operation, request: MPI_Request?)], Int) = ([], 0)
        while true {
            let job = next(while: pending.count, looks: looks)
            looks = job == nil ? looks + 1 : 0
            switch job {
            case .operation(let operation):
                var request: MPI_Request?
                let status = operation.begin(&request)
                if status == MPI_SUCCESS {
                    pending.append((operation, request))
                } else {
                    operation.reply.fill { () throws(RanksError) in try check(status, operation.action) }
                }
            case .call(let work):
                while !pending.isEmpty { Self.look(&pending) }
                work()
            case .stop: return
            case nil: break
            }
            if Self.look(&pending) { looks = 0 }
        }
    }

    /// The next job, if there is one and room for it; without anything under way, when there is one.
    private func next(while pending: Int, looks: Int) -> Job? {
        let isFull = pending >= Self.mostAtOnce
        if pending == 0 {
            jobCount.wait()
        } else if looks < Self.eagerLooks {
            sched_yield()
            guard !isFull, jobCount.wait(timeout: .now()) == .success else { return nil }
        } else if isFull {
            usleep(50)
            return nil
        } else if jobCount.wait(timeout: .now() + Self.pause) == .timedOut {
            return nil
        }
        return jobs.withLock { $0.removeFirst() }
    }

    /// Asks after everything that is under way, which also moves it on, and tells those who wait for what is done.
    @discardableResult
    private static func look(_ pending: inout [(operation: Operation, request: MPI_Request?)]) -> Bool {
        let count = pending.count
        pending = pending.compactMap { operation, request in
            var (request, done): (MPI_Request?, Int32) = (request, 0)
            let status = cmpi_test(&request, &done)
            if status == MPI_SUCCESS, done == 0 { return (operation, request) }
            operation.reply.fill { () throws(RanksError) in try check(status, operation.action) }
            return nil
        }
        return pending.count < count
    }
}

/// Throws what MPI says of a status that is not success.
func check(_ status: Int32, _ action: String) throws(RanksError) {
    guard status != MPI_SUCCESS else { return }
    var text = [CChar](repeating: 0, count: 1024)
    cmpi_describe(status, &text)
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    throw .failed(action: action, reason: String(decoding: bytes, as: UTF8.self))
}

/// The result of a job of another thread.
final class Reply<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, RanksError>?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func fill(_ work: () throws(RanksError) -> Value) {
        let outcome = Result(catching: work)
        result.withLock { $0 = outcome }
        isThere.signal()
    }

    func value() throws(RanksError) -> Value {
        isThere.wait()
        defer { isThere.signal() }
        guard let result = result.withLock({ $0 }) else { preconditionFailure("signaled before it was filled") }
        return try result.get()
    }
}

extension Reply: PendingReduction where Value == Void {
    func wait() throws(RanksError) { try value() }
}
#endif
