import FaceTraining
import Testing

@Suite struct BatchShareTests {
    @Test(arguments: [1, 2, 3, 6]) func `the parts make up the batch, in whole chunks`(size: Int) throws {
        let shares = try ThreadRanks.run(size) { try BatchShare(of: 60, chunk: 10, for: $0) }
        #expect(shares.flatMap { Array($0.places) } == Array(0..<60))
        #expect(shares.flatMap { Array($0.chunks) } == Array(0..<6))
        #expect(shares.allSatisfy { $0.places.lowerBound == 10 * $0.chunks.lowerBound })
        #expect(Set(shares.map(\.places.count)).count == 1)
    }

    @Test func `a batch that cannot be shared alike is refused with what would do`() throws {
        let error = RanksError.unevenBatch(batch: 60, ranks: 4, chunk: 10)
        #expect(throws: error) { try ThreadRanks.run(4) { try BatchShare(of: 60, chunk: 10, for: $0) } }
        #expect(error.description.hasSuffix("must be a multiple of 40"))
        #expect(throws: RanksError.unevenBatch(batch: 50, ranks: 1, chunk: 20)) {
            try BatchShare(of: 50, chunk: 20, for: LocalCommunicator())
        }
    }
}
