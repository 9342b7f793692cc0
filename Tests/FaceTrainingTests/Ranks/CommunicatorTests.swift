import FaceTraining
import Testing

@Suite struct CommunicatorTests {
    @Test(arguments: 1...4) func `integers are gathered in the order of the ranks`(size: Int) throws {
        let gathered = try ThreadRanks.run(size) { ranks in try ranks.allGather([ranks.rank, 10 * ranks.rank]) }
        let expected = (0..<size).flatMap { [$0, 10 * $0] }
        #expect(gathered == Array(repeating: expected, count: size))
    }

    @Test(arguments: 1...4) func `floats are gathered in the order of the ranks`(size: Int) throws {
        let gathered = try ThreadRanks.run(size) { ranks in
            let mine = [Float(ranks.rank), 0.5]
            var all = [Float](repeating: -1, count: 2 * size)
            try mine.withUnsafeBufferPointer { mine in
                try all.withUnsafeMutableBufferPointer { try ranks.allGather(mine, into: $0) }
            }
            return all
        }
        #expect(gathered == Array(repeating: (0..<size).flatMap { [Float($0), 0.5] }, count: size))
    }

    @Test func `all learn what holds on one`() throws {
        #expect(try ThreadRanks.run(3) { try $0.holdsAnywhere($0.rank == 2) } == [true, true, true])
        #expect(try ThreadRanks.run(3) { try $0.holdsAnywhere(false) } == [false, false, false])
    }

    @Test func `ranks that hold something else are named`() throws {
        let errors = try ThreadRanks.run(4) { ranks in
            #expect(throws: RanksError.self) {
                try ranks.requireAgreement(on: ranks.rank.isMultiple(of: 2) ? 7 : UInt64.max, about: "the weights")
            }
        }
        #expect(errors == Array(repeating: .disagreement(about: "the weights", ranks: [1, 3]), count: 4))
        _ = try ThreadRanks.run(3) { try $0.requireAgreement(on: .max, about: "the weights") }
        #expect(
            RanksError.disagreement(about: "the weights", ranks: [1, 3]).description
                == "ranks 1, 3 differ from rank 0 in the weights"
        )
    }

    @Test func `a rank that fails ends what the others wait for, and its reason is told`() throws {
        struct Reason: Error, Equatable {}
        #expect(throws: Reason()) {
            try ThreadRanks.run(3) { ranks in
                if ranks.rank == 1 { throw Reason() }
                try ranks.barrier()
            }
        }
    }

    @Test func `one rank is its own sum and its own gathering`() throws {
        let ranks = LocalCommunicator()
        var floats: [Float] = [1, 2]
        try floats.withUnsafeMutableBufferPointer { try ranks.allReduceSum($0) }
        #expect(floats == [1, 2])
        #expect(try ranks.allGather([3, 4]) == [3, 4])
        #expect(ranks.isLeader)
    }

    @Test func `a launcher is noticed, and without one the process is alone`() throws {
        #expect(!Ranks.isLaunched(environment: ["PATH": "/bin", "SLURM_NTASKS": "4"]))
        #expect(Ranks.isLaunched(environment: ["OMPI_COMM_WORLD_SIZE": "2"]))
        #expect(Ranks.isLaunched(environment: ["PMIX_RANK": "0"]))
        #expect(try Ranks.launched(environment: [:]) is LocalCommunicator)
        #if !MPI
        #expect(throws: RanksError.builtWithoutMPI(ranks: 2)) {
            try Ranks.launched(environment: ["OMPI_COMM_WORLD_SIZE": "2"])
        }
        #expect(try Ranks.launched(environment: ["OMPI_COMM_WORLD_SIZE": "1"]) is LocalCommunicator)
        #endif
    }
}
