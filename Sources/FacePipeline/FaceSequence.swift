/// The results of many photos, in the order of the photos; see ``FaceReader/faces(in:)-([PhotoSource])``.
///
/// Each iteration reads the photos anew. When the task that iterates is cancelled, or the iterator is dropped, the
/// workers stop after the step they are at, and the sequence ends.
public struct FaceSequence: AsyncSequence, Sendable {
    /// What became of one photo.
    public typealias Element = PhotoFaces
    /// A photo's failure is part of its result.
    public typealias Failure = Never

    let reader: FaceReader
    let sources: [PhotoSource]

    /// Starts the workers.
    public func makeAsyncIterator() -> Iterator { Iterator(run: ReadingRun(reader, sources)) }

    /// Hands out the results.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let run: ReadingRun

        /// The next photo's result, or `nil` after the last.
        public func next() async -> PhotoFaces? { await run.next() }
    }
}

/// The workers of one iteration, stopped when it goes.
private final class ReadingRun: Sendable {
    private let board: ReadingBoard
    private let workers: Task<Void, Never>

    init(_ reader: FaceReader, _ sources: [PhotoSource]) {
        let board = ReadingBoard(
            sources,
            batchSize: reader.embedder.options.batchSize,
            workers: reader.options.threads
        )
        self.board = board
        workers = Task.detached {
            await withTaskCancellationHandler {
                await withDiscardingTaskGroup { group in
                    for _ in 0..<reader.options.threads { group.addTask { await reader.work(on: board) } }
                }
            } onCancel: {
                Task { await board.cancel() }
            }
        }
    }

    deinit { workers.cancel() }

    func next() async -> PhotoFaces? {
        await withTaskCancellationHandler {
            await board.nextResult()
        } onCancel: {
            workers.cancel()
        }
    }
}

extension FaceReader {
    /// Takes jobs until there are none.
    fileprivate func work(on board: ReadingBoard) async {
        while let job = await board.nextJob() {
            switch job {
            case .read(let index, let source):
                let found = Result { () throws(PipelineError) in try detect(source, index: index) }
                await report(board.put(found, of: index))
            case .embed(let crops):
                let embeddings = Result { () throws(PipelineError) in try embed(crops.map(\.face.crop)) }
                await report(board.put(embeddings, of: crops))
            }
        }
    }

    private func report(_ finished: [Int]) {
        for index in finished { options.observe?(.finished(index: index)) }
    }
}
