import FaceEngine
import FaceTraining
import Testing

@Suite struct MiningTests {
    private static let margin: Float = 0.3

    /// A batch with singletons and a crowd, and its naive twin.
    private func batch(_ roles: TripletRoles, seed: UInt64 = 1) throws -> (MiningBatch, NaiveMining) {
        let batch = EmbeddingBatch.random(faces: [1, 2, 7, 4, 60, 1, 5], seed: seed)
        let distances = try PairwiseDistances(batch)
        return (
            MiningBatch(distances: distances, labels: batch.labels, isOccluded: batch.isOccluded, roles: roles),
            NaiveMining(
                distances: distances,
                labels: batch.labels,
                isOccluded: batch.isOccluded,
                roles: roles,
                margin: Self.margin
            )
        )
    }

    private func mine(
        _ mining: Mining,
        _ batch: MiningBatch,
        choice: NegativeChoice = .random,
        seed: UInt64 = 1
    ) -> [Triplet] {
        var generator = Generator(seed: seed)
        return mining.triplets(in: batch, margin: Self.margin, choice: choice, using: &generator)
    }

    @Test(arguments: TripletRoles.allCases)
    func `batch all is every triplet that labels and roles allow`(roles: TripletRoles) throws {
        let (batch, naive) = try batch(roles)
        let triplets = mine(.batchAll, batch)
        #expect(!triplets.isEmpty && triplets == naive.all)
        #expect(batch.tripletCount == naive.all.count)
    }

    @Test(arguments: TripletRoles.allCases)
    func `batch hard is the farthest positive and nearest negative of every anchor`(roles: TripletRoles) throws {
        let (batch, naive) = try batch(roles)
        let triplets = mine(.batchHard, batch)
        #expect(!triplets.isEmpty && triplets == naive.batchHard)
    }

    @Test(arguments: TripletRoles.allCases)
    func `the hardest semi-hard negative of every pair is the nearest beyond the positive`(
        roles: TripletRoles
    ) throws {
        let (batch, naive) = try batch(roles)
        let triplets = mine(.semiHard, batch, choice: .hardest)
        #expect(!triplets.isEmpty && triplets == naive.hardestSemiHard)
    }

    @Test(arguments: TripletRoles.allCases)
    func `a semi-hard negative is drawn for every pair that has one, and any of them may be`(
        roles: TripletRoles
    ) throws {
        let (batch, naive) = try batch(roles)
        expectDraws(.semiHard, batch, from: naive.semiHard)
    }

    @Test(arguments: TripletRoles.allCases)
    func `a violator is drawn for every pair that has one, once a pair, and any of them may be`(
        roles: TripletRoles
    ) throws {
        let (batch, naive) = try batch(roles)
        expectDraws(.randomViolator, batch, from: naive.violators)
    }

    private func expectDraws(_ mining: Mining, _ batch: MiningBatch, from candidates: [Triplet]) {
        let pairs = Set(candidates.map { [$0.anchor, $0.positive] })
        var seen: Set<Triplet> = []
        for seed in 0..<400 as Range<UInt64> {
            let triplets = mine(mining, batch, seed: seed)
            #expect(triplets.count == pairs.count && Set(triplets.map { [$0.anchor, $0.positive] }) == pairs)
            seen.formUnion(triplets)
        }
        #expect(seen.isSubset(of: candidates))
        // The longest list has some 70 candidates: 400 draws miss one of them once in 300.
        #expect(seen.count > candidates.count * 95 / 100)
        #expect(mine(mining, batch, seed: 3) == mine(mining, batch, seed: 3))
        #expect(mine(mining, batch, seed: 3) != mine(mining, batch, seed: 4))
    }

    @Test func `each negative is as likely as the others`() {
        // One pair at 0.5; eight negatives of the anchor inside the margin.
        let distances: [Float] = [0, 0.5] + (0..<8).map { 0.55 + 0.02 * Float($0) }
        var squared = [Float](repeating: 4, count: 100)
        for (row, distance) in distances.enumerated() { (squared[row], squared[row * 10]) = (distance, distance) }
        let batch = MiningBatch(
            distances: PairwiseDistances(squared: squared, count: 10),
            labels: [0, 0] + (1...8)
        )
        for mining in [Mining.semiHard, .randomViolator] {
            var counts = [Int](repeating: 0, count: 10)
            for seed in 0..<4000 as Range<UInt64> {
                let triplets = mine(mining, batch, seed: seed).filter { $0.anchor == 0 }
                for triplet in triplets { counts[triplet.negative] += 1 }
            }
            // 500 each, give or take five standard deviations of 21.
            #expect(counts[2...].allSatisfy { abs($0 - 500) < 105 }, "\(counts)")
        }
    }

    @Test func `where the four definitions differ`() {
        // Rows 0 and 1 are one person; from 0, their distance is 1.0. Each of the others is somebody else.
        //   row           2: hard   3: semi-hard   4: semi-hard   5: on the margin   6: easy
        let from0: [Float] = [0, 1.0, 0.5, 1.1, 1.2, 1.3, 2.0]
        // From 1, everyone else is far away: no negative violates anything.
        let from1: [Float] = [1.0, 0, 3, 3, 3, 3, 3]
        let squared = from0 + from1 + [Float](repeating: 3, count: 35)
        let batch = MiningBatch(
            distances: PairwiseDistances(squared: squared, count: 7),
            labels: [0, 0, 1, 2, 3, 4, 5]
        )
        func negatives(_ mining: Mining, _ choice: NegativeChoice = .random) -> [Int: Set<Int>] {
            var found: [Int: Set<Int>] = [:]
            for seed in 0..<100 as Range<UInt64> {
                for triplet in mine(mining, batch, choice: choice, seed: seed) {
                    found[triplet.anchor, default: []].insert(triplet.negative)
                }
            }
            return found
        }
        #expect(negatives(.batchAll) == [0: [2, 3, 4, 5, 6], 1: [2, 3, 4, 5, 6]])
        #expect(negatives(.batchHard) == [0: [2], 1: [2]], "one each, violating or not")
        #expect(negatives(.semiHard) == [0: [3, 4]], "neither the hard one nor the one on the margin")
        #expect(negatives(.semiHard, .hardest) == [0: [3]])
        #expect(negatives(.randomViolator) == [0: [2, 3, 4]], "the hard one too, and the pair once")
        #expect(mine(.batchAll, batch).count == 10 && mine(.batchHard, batch).count == 2)
        #expect(mine(.semiHard, batch).count == 1 && mine(.randomViolator, batch).count == 1)
    }

    @Test func `a negative exactly as far as the positive is not semi-hard`() {
        let squared: [Float] = [0, 1, 1, 1, 0, 1, 1, 1, 0]
        let batch = MiningBatch(distances: PairwiseDistances(squared: squared, count: 3), labels: [4, 4, 5])
        #expect(mine(.semiHard, batch).isEmpty)
        #expect(mine(.randomViolator, batch) == [Triplet(anchor: 0, positive: 1, negative: 2)])
    }

    @Test(arguments: Mining.allCases)
    func `no triplets where there can be none`(mining: Mining) throws {
        for faces in [[], [1], [5], [1, 1, 1]] {
            let batch = EmbeddingBatch.random(faces: faces)
            let mined = MiningBatch(distances: try PairwiseDistances(batch), labels: batch.labels)
            #expect(mine(mining, mined).isEmpty && mined.tripletCount == 0)
        }
    }
}
