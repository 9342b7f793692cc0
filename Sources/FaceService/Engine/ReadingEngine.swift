public import FacePipeline
public import FaceRecognition
public import Foundation

/// The one owner of detector and model: gathers photos of all callers into small batches, on threads of its own.
///
/// Callers wait in a bounded queue. A worker takes what is there, waits a moment for more where little is, reads the photos
/// and embeds all their faces in one run of the model. Threads of its own, because a network's run would keep the few
/// threads of Swift's pool from answering anything else meanwhile, "too busy" included.
public final class ReadingEngine: Sendable {
    /// How the engine works.
    public struct Options: Sendable {
        /// The threads that read, each a batch at a time.
        public var workers: Int
        /// The most photos of a batch.
        public var batch: Int
        /// How long the first photo of a batch waits for others.
        public var deadline: Duration
        /// The most photos that wait; one more is refused.
        public var queue: Int

        /// Creates options.
        public init(
            workers: Int = ProcessInfo.processInfo.activeProcessorCount,
            batch: Int = 8,
            deadline: Duration = .milliseconds(1),
            queue: Int = 64
        ) {
            precondition(workers >= 1 && batch >= 1 && queue >= 1, "an engine has a worker, a batch and a queue")
            (self.workers, self.batch, self.deadline, self.queue) = (workers, batch, deadline, queue)
        }
    }

    /// Why a photo was not taken.
    public enum Refusal: Error, Hashable, Sendable {
        /// As many photos wait as may; how many seconds they are going to take.
        case full(seconds: Int)
        /// The engine was shut down.
        case stopped
    }

    /// How the engine works.
    public let options: Options
    private let recognizer: Recognizer
    private let queue: ReadingQueue

    /// Creates an engine and starts its workers.
    ///
    /// - Parameters:
    ///   - recognizer: What reads.
    ///   - options: How it works.
    ///   - observe: Told of each batch: photos, faces, seconds.
    public init(
        _ recognizer: Recognizer,
        options: Options = Options(),
        observe: @escaping @Sendable (_ photos: Int, _ faces: Int, _ seconds: Double) -> Void = { _, _, _ in }
    ) {
        self.options = options
        self.recognizer = recognizer
        queue = ReadingQueue(limit: options.queue, workers: options.workers)
        for number in 0..<options.workers {
            let thread = Thread { [queue, recognizer, options] in
                while let batch = queue.take(options.batch, deadline: options.deadline) {
                    let start = ContinuousClock.now
                    let results = recognizer.read(batch.map(\.source))
                    let faces = results.reduce(0) { $0 + ((try? $1.get().faces.count) ?? 0) }
                    let seconds = start.duration(to: .now).seconds
                    queue.finished(batch.count, seconds: seconds)
                    observe(batch.count, faces, seconds)
                    for (waiting, result) in zip(batch, results) { waiting.resume(result) }
                }
            }
            thread.name = "reading-\(number)"
            thread.start()
        }
    }

    /// Reads a photo.
    ///
    /// - Parameter source: The photo.
    /// - Returns: Its faces, measured and embedded.
    /// - Throws: ``Refusal`` if it was not taken, `RecognitionError` if it cannot be read, `CancellationError` if the
    ///   caller went away while it waited.
    public func read(_ source: PhotoSource) async throws -> ReadPhoto {
        let waiting = WaitingPhoto(source)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.wait(continuation)
                if let refusal = queue.put(waiting) { waiting.resume(.failure(refusal)) }
            }
        } onCancel: {
            queue.remove(waiting)
            waiting.resume(.failure(CancellationError()))
        }
    }

    /// Why a photo would not be taken just now, if so: cheap, to be asked before a body is read.
    public var refusal: Refusal? { queue.refusal }

    /// The photos that wait.
    public var waiting: Int { queue.count }

    /// Ends the workers after the photos that wait; further photos are refused.
    public func stop() { queue.stop() }
}

extension Duration {
    /// The same as a number.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
