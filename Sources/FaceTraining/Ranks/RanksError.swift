/// A reason why ranks could not work together.
public enum RanksError: Error, Equatable, Sendable {
    /// The library that connects the ranks failed, or another rank is gone.
    case failed(action: String, reason: String)
    /// The batch cannot be cut into equal parts of whole chunks.
    case unevenBatch(batch: Int, ranks: Int, chunk: Int)
    /// The ranks do not hold the same: other files, another configuration, or a fault of memory.
    case disagreement(about: String, ranks: [Int])
    /// The program was started as one of several ranks, and built without what connects them.
    case builtWithoutMPI(ranks: Int)
}

extension RanksError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .failed(let action, let reason): "the ranks could not \(action): \(reason)"
        case .unevenBatch(let batch, let ranks, let chunk):
            "a batch of \(batch) cannot be cut into \(ranks) parts of whole chunks of \(chunk): "
                + "it must be a multiple of \(ranks * chunk)"
        case .disagreement(let subject, let ranks):
            "\(ranks.count == 1 ? "rank" : "ranks") \(ranks.map(String.init).joined(separator: ", ")) "
                + "\(ranks.count == 1 ? "differs" : "differ") from rank 0 in \(subject)"
        case .builtWithoutMPI(let ranks):
            "started as one of \(ranks) ranks, but built without MPI: build with `swift build -c release --traits MPI`"
        }
    }
}
