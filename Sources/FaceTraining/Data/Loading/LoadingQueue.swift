import FaceImaging
import Foundation

/// Hands slots to threads in the order of the batches, and gives out batches once all their slots are filled.
final class LoadingQueue: @unchecked Sendable {
    // Unchecked: `condition` guards every stored variable, which only methods that hold it touch.

    /// A batch whose slots are filled.
    struct Loaded {
        var step: Int
        var slots: [Slot]
        var photos: [Photo]
        var secondsWaited: Double
    }

    /// A batch in work.
    private struct Open {
        let step: Int
        /// The whole batch, of which only the part is loaded.
        let batch: [Slot]
        let part: Range<Int>
        /// How many of the part's slots were handed out.
        var started = 0
        var filled = 0
        var results: [(slot: Slot, photo: Photo)?]
        var failure: DataError?

        init(step: Int, batch: [Slot], part: Range<Int>) {
            (self.step, self.batch, self.part) = (step, batch, part)
            results = Array(repeating: nil, count: part.count)
        }
    }

    private struct Job {
        var step: Int
        var index: Int
        var slot: Slot
        var batch: [Slot]
    }

    private let condition = NSCondition()
    private let end: Int
    private let ahead: Int
    private let loader: SlotLoader
    private let plan: @Sendable (Int) -> (batch: [Slot], part: Range<Int>)

    /// The batches in work or waiting to be taken, in the order of their steps.
    private var open: [Open] = []
    /// The next step that is not in work.
    private var nextStep: Int
    private var isCancelled = false
    private var liveThreads = 0
    private var totals = LoaderStatistics()

    init(
        steps: Range<Int>,
        ahead: Int,
        loader: SlotLoader,
        plan: @escaping @Sendable (Int) -> (batch: [Slot], part: Range<Int>)
    ) {
        (nextStep, end, self.ahead, self.loader, self.plan) = (steps.lowerBound, steps.upperBound, ahead, loader, plan)
    }

    var statistics: LoaderStatistics { condition.withLock { totals } }

    func start(threads: Int) {
        condition.withLock { liveThreads = threads }
        for number in 0..<threads {
            // Threads, not tasks: they block, and the pool of tasks is for what does not.
            let thread = Thread { [self] in work() }
            thread.name = "facenet-load-\(number)"
            thread.start()
        }
    }

    /// Lets everybody go, and waits for the threads to end.
    func cancel() {
        condition.lock()
        defer { condition.unlock() }
        isCancelled = true
        condition.broadcast()
        while liveThreads > 0 { condition.wait() }
        open = []
    }

    /// The first batch in work, once it is whole.
    func next() throws(DataError) -> Loaded? {
        let clock = ContinuousClock()
        let start = clock.now
        condition.lock()
        defer { condition.unlock() }
        while !isCancelled {
            if let first = open.first, first.filled == first.part.count {
                open.removeFirst()
                condition.broadcast()
                if let failure = first.failure { throw failure }
                let seconds = start.duration(to: clock.now) / .seconds(1)
                let filled = first.results.compactMap(\.self)
                totals.batches += 1
                totals.photos += filled.count
                totals.secondsWaited += seconds
                return Loaded(
                    step: first.step,
                    slots: filled.map(\.slot),
                    photos: filled.map(\.photo),
                    secondsWaited: seconds
                )
            }
            if open.isEmpty, nextStep >= end { return nil }
            condition.wait()
        }
        return nil
    }

    private func work() {
        while let job = nextJob() {
            let result = Result { () throws(DataError) in try loader.fill(job.slot, of: job.batch, step: job.step) }
            finish(job, result)
        }
        condition.withLock {
            liveThreads -= 1
            condition.broadcast()
        }
    }

    /// The next slot to fill, once there may be one; `nil` if there will be none any more.
    private func nextJob() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while !isCancelled {
            if let index = open.firstIndex(where: { $0.started < $0.part.count }) {
                let (batch, place) = (open[index], open[index].started)
                open[index].started += 1
                return Job(
                    step: batch.step,
                    index: place,
                    slot: batch.batch[batch.part.lowerBound + place],
                    batch: batch.batch
                )
            }
            if nextStep >= end { return nil }
            if open.count < ahead {
                // Under the lock: another thread would have to wait for it anyway.
                let (batch, part) = plan(nextStep)
                open.append(Open(step: nextStep, batch: batch, part: part))
                nextStep += 1
                // A part may be empty: whoever waits for it has it now.
                condition.broadcast()
            } else {
                condition.wait()
            }
        }
        return nil
    }

    private func finish(_ job: Job, _ result: Result<(Slot, Photo), DataError>) {
        condition.lock()
        defer { condition.unlock() }
        guard let index = open.firstIndex(where: { $0.step == job.step }) else { return }
        open[index].filled += 1
        switch result {
        case .success(let (slot, photo)): open[index].results[job.index] = (slot, photo)
        case .failure(let error): open[index].failure = error
        }
        if open[index].filled == open[index].part.count { condition.broadcast() }
    }
}
