import FaceEvaluation
import Foundation
import Testing

@Suite struct VerificationAnalysisTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            var name: String
            var distances: [Double]
            var same: [Bool]
            var pairs: [[Int]]
            var replicates: Int
            var seed: UInt64
            var auc, eer: Double
            var dPrime: Double?
            var sameMean, sameStd, differentMean, differentStd: Double
            var sameCounts, differentCounts: [Int]
            var points: [Point]

            func analysis() throws -> VerificationAnalysis {
                try VerificationAnalysis(
                    distances: distances,
                    isSame: same,
                    people: pairs.map { ("person \($0[0])", "person \($0[1])") },
                    rates: [0.5, 0.2, 0.1, 0.001],
                    bootstrap: IdentityBootstrap(replicates: replicates, seed: seed)
                )
            }
        }

        struct Point: Decodable {
            var target, accepts: Double
            var val, far: Int
            var valOverPeople, farOverPeople: [Double]?
        }

        struct AllPairs: Decodable {
            var people: Int
            var hits: [[Int]]
            var replicates: Int
            var seed: UInt64
            var interval: [Double]
        }

        var cases: [Case]
        var allPairs: AllPairs
    }

    @Test func `agrees with scikit-learn and NumPy: distinct, tied, perfect, reversed, all alike`() throws {
        for golden in try golden("analysis", as: Golden.self).cases {
            let analysis = try golden.analysis()
            expectClose([analysis.auc, analysis.eer], [golden.auc, golden.eer])
            expectClose([analysis.dPrime].compactMap(\.self), [golden.dPrime].compactMap(\.self))
            expectClose(
                [
                    analysis.sameSpread.mean, analysis.sameSpread.standardDeviation,
                    analysis.differentSpread.mean, analysis.differentSpread.standardDeviation,
                ],
                [golden.sameMean, golden.sameStd, golden.differentMean, golden.differentStd]
            )
            #expect(analysis.same.counts == golden.sameCounts, "\(golden.name)")
            #expect(analysis.different.counts == golden.differentCounts, "\(golden.name)")
        }
    }

    @Test func `operating points agree with comparing every threshold with every pair`() throws {
        for golden in try golden("analysis", as: Golden.self).cases {
            let points = try golden.analysis().operatingPoints
            #expect(points.map(\.target) == golden.points.map(\.target))
            for (point, expected) in zip(points, golden.points) {
                #expect(point.val.count == expected.val, "\(golden.name), \(expected.target)")
                #expect(point.far.count == expected.far, "\(golden.name), \(expected.target)")
                #expect(point.far.rate <= expected.target)
                if expected.accepts >= 0 { #expect(point.threshold == expected.accepts.nextUp) }
            }
        }
    }

    @Test func `intervals over people are the percentiles of weighing each pair by how often its people are drawn`()
        throws
    {
        for golden in try golden("analysis", as: Golden.self).cases {
            for (point, expected) in zip(try golden.analysis().operatingPoints, golden.points) {
                #expect((point.valOverPeople == nil) == (expected.valOverPeople == nil), "\(golden.name)")
                #expect((point.farOverPeople == nil) == (expected.farOverPeople == nil), "\(golden.name)")
                if let ends = point.valOverPeople, let values = expected.valOverPeople {
                    expectClose([ends.lower, ends.upper], values)
                }
                if let ends = point.farOverPeople, let values = expected.farOverPeople {
                    expectClose([ends.lower, ends.upper], values)
                }
            }
        }
    }

    @Test func `false accepts among all pairs of many people need no list of the others`() throws {
        let golden = try golden("analysis", as: Golden.self).allPairs
        let bootstrap = IdentityBootstrap(replicates: golden.replicates, seed: golden.seed)
        let interval = bootstrap.falseAcceptInterval(
            hits: golden.hits.map { ($0[0], $0[1]) },
            people: golden.people
        )
        expectClose([interval.lower, interval.upper], golden.interval)
        let none = bootstrap.falseAcceptInterval(hits: [], people: 40)
        #expect(none == ConfidenceInterval(successes: 0, of: 780))
    }

    @Test func `the equal error threshold is where the two errors differ least`() throws {
        for golden in try golden("analysis", as: Golden.self).cases {
            let analysis = try golden.analysis()
            func gap(_ threshold: Double) -> Double {
                let accepted = zip(golden.distances, golden.same).filter { $0.0 < threshold }
                let far = Double(accepted.count { !$0.1 }) / Double(golden.same.count { !$0 })
                let frr = 1 - Double(accepted.count { $0.1 }) / Double(golden.same.count { $0 })
                return abs(far - frr)
            }
            let least = (golden.distances.map(\.nextUp) + [0]).map(gap).min() ?? 0
            #expect(gap(analysis.eerThreshold) == least, "\(golden.name)")
        }
    }

    @Test func `a rate that the pairs cannot support is named with the pairs it needs`() throws {
        for golden in try golden("analysis", as: Golden.self).cases {
            let unsupported = try golden.analysis().unsupported
            #expect(unsupported.map(\.target) == [0.001])
            #expect(unsupported.map(\.neededPairs) == [30_000])
        }
    }

    @Test func `people unknown, or no bootstrap, leave the intervals over people out`() throws {
        let distances = (0..<80).map { Double($0) / 40 }
        let same = (0..<80).map { $0 % 4 == 0 }
        let people = (0..<80).map { ("\($0)", "\($0 + 1)") }
        for analysis in [
            try VerificationAnalysis(distances: distances, isSame: same, rates: [0.5]),
            try VerificationAnalysis(distances: distances, isSame: same, people: people, rates: [0.5], bootstrap: nil),
        ] {
            #expect(analysis.operatingPoints.count == 1)
            #expect(analysis.operatingPoints.allSatisfy { $0.valOverPeople == nil && $0.farOverPeople == nil })
        }
    }

    @Test func `one class empty, and distances that are no numbers, are refused`() {
        #expect(throws: EvaluationError.noSamePairs(fold: nil)) {
            try VerificationAnalysis(distances: [1, 2], isSame: [false, false])
        }
        #expect(throws: EvaluationError.noDifferentPairs(fold: nil)) {
            try VerificationAnalysis(distances: [1, 2], isSame: [true, true])
        }
        #expect(throws: EvaluationError.noSamePairs(fold: nil)) { try VerificationAnalysis(distances: [], isSame: []) }
        #expect(throws: EvaluationError.distanceNotFinite(index: 2)) {
            try VerificationAnalysis(distances: [1, 2, .nan], isSame: [true, false, true])
        }
        #expect(throws: EvaluationError.distanceNotFinite(index: 0)) {
            try VerificationAnalysis(distances: [.infinity, 2], isSame: [true, false])
        }
    }

    @Test func `reads back what it wrote`() throws {
        let first = try #require(try golden("analysis", as: Golden.self).cases.first)
        let analysis = try first.analysis()
        let data = try JSONEncoder().encode(analysis)
        #expect(try JSONDecoder().decode(VerificationAnalysis.self, from: data) == analysis)
    }
}

@Suite struct FalseAcceptSupportTests {
    @Test(arguments: [(1.0, 30), (1e-1, 300), (1e-2, 3_000), (1e-3, 30_000), (1e-6, 30_000_000), (0.7, 43)])
    func `thirty false accepts are needed`(rate: Double, pairs: Int) {
        #expect(FalseAcceptSupport.neededPairs(for: rate) == pairs)
        #expect(FalseAcceptSupport.isSupported(rate, byPairs: pairs))
        #expect(!FalseAcceptSupport.isSupported(rate, byPairs: pairs - 1))
        let people = FalseAcceptSupport.neededPeople(for: rate)
        #expect(people * (people - 1) / 2 >= pairs)
        #expect((people - 1) * (people - 2) / 2 < pairs)
    }

    @Test func `the least rate is thirty of the pairs`() {
        #expect(FalseAcceptSupport.leastRate(pairs: 3000) == 0.01)
        #expect(FalseAcceptSupport.leastRate(pairs: 30) == 1)
        #expect(FalseAcceptSupport.leastRate(pairs: 29) == nil)
    }
}

@Suite struct HistogramTests {
    @Test func `bins include their lower edge, the last one both, and what is beyond is at the ends`() {
        let histogram = Histogram([-1, 0, 0.99, 1, 2.5, 4, 9], in: 0...4, bins: 4)
        #expect(histogram.counts == [3, 1, 1, 2])
        #expect(histogram.binWidth == 1)
    }
}
