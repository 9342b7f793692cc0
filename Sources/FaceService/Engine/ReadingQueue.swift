import Foundation

/// The photos that wait for a worker: first come, first served, and no more than so many.
///
/// A lock and a condition, as workers are threads that sleep while there is nothing. Unchecked, for a condition guards what the
/// compiler cannot see it guard: every property that changes is read and written with it locked.
final class ReadingQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var photos: [WaitingPhoto] = []
    private var isStopped = false
    /// Seconds a photo takes one worker, of late.
    private var secondsEach = 0.01
    private let limit: Int
    private let workers: Int

    init(limit: Int, workers: Int) { (self.limit, self.workers) = (limit, workers) }

    /// Adds a photo, or says why not.
    func put(_ photo: WaitingPhoto) -> ReadingEngine.Refusal? {
        condition.lock()
        defer { condition.unlock() }
        if let refusal = refusalLocked { return refusal }
        photos.append(photo)
        condition.signal()
        return nil
    }

    /// Takes a photo away whose caller is gone; nothing happens if a worker has it.
    func remove(_ photo: WaitingPhoto) {
        condition.lock()
        defer { condition.unlock() }
        photos.removeAll { $0 === photo }
    }

    /// Waits for photos, and takes a worker's share of them.
    ///
    /// - Parameters:
    ///   - most: The most to take.
    ///   - deadline: How long to wait for more once there is one.
    /// - Returns: At least one photo; `nil` if the queue was stopped and is empty.
    func take(_ most: Int, deadline: Duration) -> [WaitingPhoto]? {
        condition.lock()
        defer { condition.unlock() }
        while photos.isEmpty {
            if isStopped { return nil }
            condition.wait()
        }
        let end = Date(timeIntervalSinceNow: deadline.seconds)
        while photos.count < most, !isStopped, condition.wait(until: end) {}
        guard !photos.isEmpty else { return [] }
        // Not all of them: the other workers want some too.
        let share = min(most, max(1, (photos.count + workers - 1) / workers))
        defer { photos.removeFirst(share) }
        return Array(photos.prefix(share))
    }

    /// Notes how long a batch took.
    func finished(_ count: Int, seconds: Double) {
        guard count > 0 else { return }
        condition.lock()
        defer { condition.unlock() }
        secondsEach += (seconds / Double(count) - secondsEach) * 0.1
    }

    var refusal: ReadingEngine.Refusal? {
        condition.lock()
        defer { condition.unlock() }
        return refusalLocked
    }

    var count: Int {
        condition.lock()
        defer { condition.unlock() }
        return photos.count
    }

    func stop() {
        condition.lock()
        defer { condition.unlock() }
        isStopped = true
        condition.broadcast()
    }

    private var refusalLocked: ReadingEngine.Refusal? {
        if isStopped { return .stopped }
        guard photos.count >= limit else { return nil }
        return .full(seconds: max(1, Int((Double(photos.count) * secondsEach / Double(workers)).rounded(.up))))
    }
}
