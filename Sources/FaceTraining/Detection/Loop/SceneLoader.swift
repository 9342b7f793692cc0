import FaceImaging
import Foundation

/// Makes the pictures of the next steps on other threads while a step is trained.
final class SceneLoader: @unchecked Sendable {
    // Unchecked: `condition` guards every stored variable, which only methods that hold it touch.

    typealias Batch = [SceneComposer.Picture]

    private let condition = NSCondition()
    private let composer: SceneComposer
    private let seed: UInt64
    private let batch: Int
    private let ahead: Int
    private let threads: Int
    private let end: Int
    private var next: Int
    private var wanted: Int
    private var ready: [Int: Result<Batch, DataError>] = [:]
    private var isCancelled = false
    private var liveThreads = 0

    /// Starts making pictures.
    ///
    /// - Parameters:
    ///   - composer: Makes them.
    ///   - steps: The steps that want them.
    ///   - batch: How many a step wants.
    ///   - seed: What they follow from.
    ///   - threads: The threads that work.
    init(_ composer: SceneComposer, steps: Range<Int>, batch: Int, seed: UInt64, threads: Int) {
        (self.composer, self.seed, self.batch, self.threads) = (composer, seed, batch, threads)
        (next, wanted, end, ahead) = (steps.lowerBound, steps.lowerBound, steps.upperBound, threads + 2)
    }

    /// Starts the threads.
    func start() {
        condition.withLock { liveThreads = threads }
        for number in 0..<threads {
            let thread = Thread { [self] in work() }
            thread.name = "facenet-scene-\(number)"
            thread.start()
        }
    }

    /// Lets everybody go, and waits for the threads to end.
    func cancel() {
        condition.withLock {
            isCancelled = true
            condition.broadcast()
            while liveThreads > 0 { condition.wait() }
        }
    }

    /// The pictures of a step; steps are asked for in their order.
    func pictures(of step: Int) throws(DataError) -> Batch {
        condition.lock()
        defer { condition.unlock() }
        wanted = step
        condition.broadcast()
        while true {
            if let result = ready.removeValue(forKey: step) { return try result.get() }
            condition.wait()
        }
    }

    private func work() {
        while let step = nextStep() {
            let result = Result { () throws(DataError) in try pictures(step) }
            condition.withLock {
                ready[step] = result
                condition.broadcast()
            }
        }
        condition.withLock {
            liveThreads -= 1
            condition.broadcast()
        }
    }

    private func nextStep() -> Int? {
        condition.lock()
        defer { condition.unlock() }
        while !isCancelled {
            if next >= end { return nil }
            if next < wanted + ahead {
                next += 1
                return next - 1
            }
            condition.wait()
        }
        return nil
    }

    private func pictures(_ step: Int) throws(DataError) -> Batch {
        var pictures: Batch = []
        for slot in 0..<batch {
            var generator = SeededGenerator(seed: seed, DetectorPurpose.picture, UInt64(step), UInt64(slot))
            pictures.append(try composer.picture(using: &generator))
        }
        return pictures
    }
}

/// What a detector's training draws random numbers for.
enum DetectorPurpose {
    static let weights: UInt64 = 0xde7e_c701
    static let picture: UInt64 = 0xde7e_c702
}
