/// Which part of every batch a rank computes.
///
/// The parts are contiguous and equal, and of whole chunks, so that batch normalization sees the same chunks however
/// many ranks there are, and a batch trains alike on one rank and on many.
public struct BatchShare: Hashable, Sendable {
    /// The places of the batch that this rank computes.
    public let places: Range<Int>
    /// The chunks of the batch that this rank computes, numbered over the whole batch.
    public let chunks: Range<Int>
    /// The examples of a chunk.
    public let chunk: Int

    /// Cuts a batch.
    ///
    /// - Parameters:
    ///   - batch: The examples of all ranks together, `N`.
    ///   - chunk: The examples that one pass of the network takes.
    ///   - communicator: The ranks.
    /// - Throws: ``RanksError/unevenBatch(batch:ranks:chunk:)`` if the parts would not be equal, or not of whole chunks.
    public init(of batch: Int, chunk: Int, for communicator: any Communicator) throws(RanksError) {
        precondition(batch >= 1 && chunk >= 1, "a batch and a chunk hold something")
        let size = communicator.size
        guard batch.isMultiple(of: size * chunk) else {
            throw .unevenBatch(batch: batch, ranks: size, chunk: chunk)
        }
        let each = batch / (size * chunk)
        self.chunk = chunk
        chunks = communicator.rank * each..<(communicator.rank + 1) * each
        places = chunks.lowerBound * chunk..<chunks.upperBound * chunk
    }
}
