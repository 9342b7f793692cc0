import FacePipeline
import FaceRecognition
import Synchronization

/// A photo in the queue, and who waits for it; answered once, whoever comes first.
final class WaitingPhoto: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<ReadPhoto, any Error>)
        case answered
        /// Answered before anybody waited.
        case early(any Error)
    }

    let source: PhotoSource
    private let state = Mutex<State>(.new)

    init(_ source: PhotoSource) { self.source = source }

    /// Lets somebody wait.
    func wait(_ continuation: CheckedContinuation<ReadPhoto, any Error>) {
        let early: (any Error)? = state.withLock { state in
            if case .early(let error) = state {
                state = .answered
                return error
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(throwing: early) }
    }

    /// Answers; only the first answer counts.
    func resume(_ result: Result<ReadPhoto, some Error>) {
        let continuation: CheckedContinuation<ReadPhoto, any Error>? = state.withLock { state in
            switch state {
            case .waiting(let continuation):
                state = .answered
                return continuation
            case .new:
                if case .failure(let error) = result { state = .early(error) }
                return nil
            case .answered, .early: return nil
            }
        }
        continuation?.resume(with: result.mapError { $0 as any Error })
    }
}
