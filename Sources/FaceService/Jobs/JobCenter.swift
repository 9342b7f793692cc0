import Foundation

/// The jobs of a service: one at a time, followed by whoever wants to.
///
/// In memory: a restart forgets them. What a job enrolled is in the gallery, and a photo that is there already is skipped
/// when the same archive comes again.
actor JobCenter {
    /// Tells how far a job is.
    typealias Update = @Sendable (@Sendable (inout Job) -> Void) async -> Void

    private struct Entry {
        var job: Job
        var task: Task<Void, Never>?
        var followers: [UUID: AsyncStream<Job>.Continuation] = [:]
    }

    /// The most jobs that are remembered.
    static let most = 100

    private var entries: [String: Entry] = [:]
    private var order: [String] = []
    private var last: Task<Void, Never>?

    /// The newest first.
    var jobs: [Job] { order.reversed().compactMap { entries[$0]?.job } }

    func job(_ id: String) -> Job? { entries[id]?.job }

    /// Whether another job can be taken.
    var isFull: Bool { order.count { entries[$0]?.job.state.isOver == false } >= 10 }

    /// Starts a job, after those before it.
    ///
    /// - Parameter work: Does it, and tells how far it is; throws a sentence if it cannot.
    /// - Returns: The job as it waits.
    func start(_ work: @escaping @Sendable (_ update: @escaping Update) async throws -> Void) -> Job {
        let job = Job(id: String(randomToken().prefix(32)))
        entries[job.id] = Entry(job: job)
        order.append(job.id)
        forget()
        let previous = last
        let task = Task {
            await previous?.value
            await run(job.id, work)
        }
        entries[job.id]?.task = task
        last = task
        return job
    }

    /// Stops a job after the photo it is at.
    ///
    /// - Returns: Whether there is such a job.
    func cancel(_ id: String) -> Bool {
        guard let entry = entries[id] else { return false }
        entry.task?.cancel()
        return true
    }

    /// Stops all jobs, and returns when they stopped.
    func stop() async {
        for entry in entries.values { entry.task?.cancel() }
        await last?.value
    }

    /// A job's states from now on, the present one first; ends with the job.
    func follow(_ id: String) -> AsyncStream<Job>? {
        guard let entry = entries[id] else { return nil }
        let (stream, continuation) = AsyncStream.makeStream(of: Job.self, bufferingPolicy: .bufferingNewest(1))
        continuation.yield(entry.job)
        if entry.job.state.isOver {
            continuation.finish()
        } else {
            let follower = UUID()
            entries[id]?.followers[follower] = continuation
            continuation.onTermination = { _ in Task { await self.unfollow(id, follower) } }
        }
        return stream
    }

    private func unfollow(_ id: String, _ follower: UUID) { entries[id]?.followers[follower] = nil }

    private func run(
        _ id: String,
        _ work: @Sendable (_ update: @escaping Update) async throws -> Void
    ) async {
        update(id) { $0.state = .running }
        do {
            try Task.checkCancellation()
            try await work { change in await self.update(id, change) }
            update(id) { $0.state = .done }
        } catch is CancellationError {
            update(id) { $0.state = .cancelled }
        } catch {
            update(id) { job in
                job.state = .failed
                job.error = "\(error)"
            }
        }
        entries[id]?.followers.values.forEach { $0.finish() }
        entries[id]?.followers = [:]
    }

    private func update(_ id: String, _ change: (inout Job) -> Void) {
        guard var entry = entries[id] else { return }
        change(&entry.job)
        entries[id] = entry
        entry.followers.values.forEach { $0.yield(entry.job) }
    }

    private func forget() {
        while order.count > Self.most, let oldest = order.first(where: { entries[$0]?.job.state.isOver == true }) {
            order.removeAll { $0 == oldest }
            entries[oldest] = nil
        }
    }
}
