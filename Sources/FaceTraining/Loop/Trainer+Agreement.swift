import FaceEngine

extension Trainer {
    /// Makes sure that all ranks are at the same step with the same photos, weights and statistics.
    ///
    /// Ranks on machines with a file system each, say, would find other checkpoints, and go on as if they were one.
    ///
    /// - Throws: ``RanksError/disagreement(about:ranks:)``, on every rank.
    /// - Complexity: O(*n*) for *n* weights; nothing on one rank.
    func requireAgreement() throws(RanksError) {
        guard communicator.size > 1 else { return }
        try communicator.requireAgreement(on: UInt64(step), about: "the step they go on from")
        try communicator.requireAgreement(on: Self.hash(set.digest.utf8.lazy.map(UInt64.init)), about: "the photos")
        let (weights, statistics) = (learner.program.weights, learner.program.statistics)
        let all = [weights, statistics].map { Self.hash($0.lazy.map { UInt64($0.bitPattern) }) }
        try communicator.requireAgreement(on: Self.hash(all), about: "the weights")
    }

    /// The hash of Fowler, Noll and Vo, variant 1a, of words instead of bytes.
    private static func hash(_ words: some Sequence<UInt64>) -> UInt64 {
        words.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01b3 }
    }
}
