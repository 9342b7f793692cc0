import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

@Suite struct TripletLossTests {
    /// All that a loss can be, on a batch with singletons.
    static let losses: [TripletLoss] = Mining.allCases.flatMap { mining in
        TripletLoss.Form.allCases.flatMap { form in
            TripletLoss.Reduction.allCases.flatMap { reduction in
                TripletRoles.allCases.map { roles in
                    TripletLoss(margin: 0.3, mining: mining, form: form, reduction: reduction, roles: roles)
                }
            }
        }
    }

    private let batch = EmbeddingBatch.random(faces: [1, 2, 5, 3, 9])

    private func evaluate(_ loss: TripletLoss, _ batch: EmbeddingBatch, threads: Int = 1) throws -> TripletLoss.Outcome
    {
        var generator = Generator(seed: 5)
        return try loss.evaluate(batch, threads: threads, using: &generator)
    }

    /// The triplets that `evaluate` mines.
    private func triplets(_ loss: TripletLoss) throws -> [Triplet] {
        var generator = Generator(seed: 5)
        let mined = MiningBatch(
            distances: try PairwiseDistances(batch),
            labels: batch.labels,
            isOccluded: batch.isOccluded,
            roles: loss.roles
        )
        return loss.mining.triplets(in: mined, margin: loss.margin, choice: loss.choice, using: &generator)
    }

    /// The loss of given triplets by its definition, in 64 bits, and how many of them cost anything.
    private func definition(_ loss: TripletLoss, _ triplets: [Triplet], _ x: [Double]) -> (loss: Double, active: Int) {
        let dimension = batch.dimension
        func distance(_ a: Int, _ b: Int) -> Double {
            (0..<dimension).reduce(0) { sum, place in
                let difference = x[a * dimension + place] - x[b * dimension + place]
                return sum + difference * difference
            }
        }
        let costs = triplets.map { triplet in
            let gap = distance(triplet.anchor, triplet.positive) - distance(triplet.anchor, triplet.negative)
            return switch loss.form {
            case .hinge: max(0, gap + Double(loss.margin))
            case .softMargin: log1p(exp(gap))
            }
        }
        let active = costs.filter { $0 > 0 }.count
        let divisor =
            switch loss.reduction {
            case .sum: 1
            case .mean: max(costs.count, 1)
            case .meanOverActive: max(active, 1)
            }
        return (costs.reduce(0, +) / Double(divisor), active)
    }

    @Test(arguments: losses)
    func `agrees with the definition, one triplet at a time`(loss: TripletLoss) throws {
        let triplets = try triplets(loss)
        let expected = definition(loss, triplets, batch.embeddings.scalars.map(Double.init))
        for threads in [1, 2] {
            let outcome = try evaluate(loss, batch, threads: threads)
            #expect(outcome.mined == triplets.count && outcome.mined > 0)
            #expect(outcome.active == expected.active)
            expectClose(Tensor([outcome.loss], shape: [1]), Tensor([Float(expected.loss)], shape: [1]), .reduction)
            var mean = loss
            mean.reduction = .mean
            #expect(outcome.meanLoss == (try evaluate(mean, batch).loss))
        }
    }

    @Test(arguments: losses)
    func `the gradient agrees with central differences`(loss: TripletLoss) throws {
        let triplets = try triplets(loss)
        let expected = numericalGradient(
            of: { definition(loss, triplets, $0).loss },
            at: batch.embeddings.scalars,
            step: 1e-6
        )
        let outcome = try evaluate(loss, batch)
        // The sum's gradients are in the hundreds, its relative error that of a sum of as many.
        expectClose(
            outcome.gradient,
            Tensor(expected, shape: batch.embeddings.shape),
            Tolerance(absolute: loss.reduction == .sum ? 1e-3 : 1e-5, relative: 1e-4)
        )
        #expect(expected.contains { abs($0) > 0.01 })
    }

    @Test func `a large batch agrees with one triplet at a time`() throws {
        // 70 faces a person: ranks beyond what insertion sorts, and several flushes of the soft margin's product.
        let batch = EmbeddingBatch.random(faces: [70, 70, 70, 70], dimension: 16, spread: 1.2)
        for form in TripletLoss.Form.allCases {
            let fast = try evaluate(TripletLoss(mining: .batchAll, form: form, reduction: .sum), batch)
            let distances = try PairwiseDistances(batch)
            var sum = 0.0
            for a in 0..<280 {
                for p in 0..<280 where p != a && batch.labels[p] == batch.labels[a] {
                    for n in 0..<280 where batch.labels[n] != batch.labels[a] {
                        let gap = Double(distances[a, p]) - Double(distances[a, n])
                        sum += form == .hinge ? max(0, gap + 0.2) : log1p(exp(gap))
                    }
                }
            }
            #expect(abs(Double(fast.loss) / sum - 1) < 1e-5)
            #expect(fast.mined == 280 * 69 * 210)
        }
    }

    @Test func `the worst batch there can be does not overflow`() throws {
        // An anchor opposite to its positive, and on 600 negatives.
        let rows = [[Float]](repeating: [1, 0], count: 601) + [[-1, 0]]
        let labels = [0] + [Int](1...600) + [0]
        let batch = EmbeddingBatch(embeddings: Tensor(rows.flatMap(\.self), shape: [602, 2]), labels: labels)
        for (form, cost) in [(TripletLoss.Form.hinge, 4.2), (.softMargin, log1p(exp(4)))] {
            let outcome = try evaluate(TripletLoss(mining: .batchAll, form: form, reduction: .sum), batch)
            // The other way around, the negatives are as far as the positive.
            let back = form == .hinge ? 0.2 : log1p(1)
            #expect(abs(Double(outcome.loss) / (600 * (cost + back)) - 1) < 1e-5)
            #expect(outcome.gradient.scalars.allSatisfy { $0.isFinite })
        }
    }

    @Test func `a satisfied triplet costs nothing`() throws {
        let rows: [Float] = [1, 0, 1, 0, 0, 1]
        let batch = EmbeddingBatch(embeddings: Tensor(rows, shape: [3, 2]), labels: [0, 0, 1])
        for mining in Mining.allCases {
            let outcome = try evaluate(TripletLoss(mining: mining), batch)
            #expect(outcome.loss == 0 && outcome.active == 0)
            #expect(outcome.gradient == Tensor(zeros: [3, 2]))
        }
    }

    @Test(arguments: losses)
    func `no triplets cost exactly nothing`(loss: TripletLoss) throws {
        for faces in [[], [1], [6], [1, 1, 1]] {
            let batch = EmbeddingBatch.random(faces: faces)
            let outcome = try evaluate(loss, batch)
            let zeros = Tensor(zeros: batch.embeddings.shape)
            #expect(outcome.loss == 0 && outcome.gradient == zeros && outcome.mined == 0 && outcome.meanLoss == 0)
        }
    }

    @Test func `a collapsed batch costs the margin, and has no direction to go`() throws {
        let rows = [[Float]](repeating: [0.6, 0.8], count: 12).flatMap(\.self)
        let batch = EmbeddingBatch(embeddings: Tensor(rows, shape: [12, 2]), labels: (0..<12).map { $0 / 4 })
        for mining in [Mining.batchAll, .batchHard, .randomViolator] {
            let outcome = try evaluate(TripletLoss(margin: 0.25, mining: mining), batch)
            #expect(abs(outcome.loss - 0.25) < 1e-6)
            #expect(outcome.gradient.scalars.allSatisfy { abs($0) < 1e-6 })
        }
        let outcome = try evaluate(TripletLoss(mining: .semiHard), batch)
        #expect(outcome.mined == 0, "no negative is farther than a positive")
    }

    @Test func `embeddings that are no numbers are refused`() {
        var embeddings = batch.embeddings
        embeddings.scalars[13] = .nan
        let broken = batch.moved(to: embeddings)
        #expect(throws: LossError.notFinite(row: 2)) { try evaluate(TripletLoss(), broken) }
    }
}
