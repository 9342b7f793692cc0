import FaceEmbedding
import FaceEvaluation
import Foundation
import Testing

@Suite struct LFWProtocolTests {
    private struct Folds: Decodable {
        struct Expected: Decodable {
            var metric: FaceDistance
            var subtractsMean: Bool
            var farTarget, mean, std, val, valStd, far, auc, eer: Double
            var accuracy, thresholds, valThresholds, interval: [Double]
            var wrong: [Int]
        }
        var folds: Int
        var same: [Bool]
        var first, second: [[Float]]
        var expected: [Expected]
    }

    @Test(arguments: [0, 1])
    func `agrees with the definition over NumPy arrays`(variant: Int) throws {
        let golden = try golden("folds", as: Folds.self)
        let expected = golden.expected[variant]
        let size = golden.same.count / golden.folds
        let pairs = golden.same.indices.map { LabelledPair(first: "a\($0)", second: "b\($0)", isSame: golden.same[$0]) }
        let list = PairList(
            folds: (0..<golden.folds).map { Array(pairs[$0 * size..<($0 + 1) * size]) }
        )
        var features: [String: [Float]] = [:]
        for index in pairs.indices {
            features["a\(index)"] = golden.first[index]
            features["b\(index)"] = golden.second[index]
        }
        let report = try LFWProtocol(
            distance: expected.metric,
            subtractsMean: expected.subtractsMean,
            falseAcceptRate: expected.farTarget
        ).evaluate(list, features: features, precision: "fp32")

        expectClose(report.accuracy.folds, expected.accuracy)
        expectClose([report.accuracy.mean, report.accuracy.std], [expected.mean, expected.std])
        expectClose([report.accuracy.standardError], [expected.std / Double(golden.folds).squareRoot()])
        expectClose(report.thresholds, expected.thresholds)
        expectClose(report.val.thresholds, expected.valThresholds)
        expectClose([report.val.mean, report.val.std, report.val.far], [expected.val, expected.valStd, expected.far])
        expectClose([report.val.interval.lower, report.val.interval.upper], expected.interval)
        expectClose([report.auc, report.eer], [expected.auc, expected.eer])
        #expect(report.wrongPairs.map(\.index) == expected.wrong)
        for wrong in report.wrongPairs {
            #expect(wrong.pair == pairs[wrong.index])
            #expect(wrong.fold == wrong.index / size + 1)
            #expect((wrong.distance < wrong.threshold) != wrong.pair.isSame)
        }
        #expect(report.pairs == 120)
        #expect(report.precision == "fp32")
    }

    @Test func `an image may look another way where it is the second of a pair`() throws {
        // Each image is the first of one pair and the second of another.
        let names = (0..<8).map { "\($0)" }
        let folds = (0..<2).map { fold in
            (0..<4).map { index in
                let (first, second) = (names[4 * fold + index], names[4 * fold + (index + 1) % 4])
                return LabelledPair(first: first, second: second, isSame: index < 2)
            }
        }
        var (bare, masked, both): ([String: [Float]], [String: [Float]], [String: [Float]]) = ([:], [:], [:])
        for (index, name) in names.enumerated() {
            bare[name] = [Float(index % 5) / 10]
            masked[name] = [Float(index % 3) / 4]
            both["first \(name)"] = bare[name]
            both["second \(name)"] = masked[name]
        }
        let told = folds.map { fold in
            fold.map { LabelledPair(first: "first \($0.first)", second: "second \($0.second)", isSame: $0.isSame) }
        }
        let report = try LFWProtocol().evaluate(PairList(folds: folds), features: bare, secondFeatures: masked)
        let expected = try LFWProtocol().evaluate(PairList(folds: told), features: both)
        #expect(report.roc == expected.roc && report.accuracy == expected.accuracy && report.auc == expected.auc)
        #expect(report.wrongPairs.map(\.distance) == expected.wrongPairs.map(\.distance))
        #expect(report.roc != (try LFWProtocol().evaluate(PairList(folds: folds), features: bare)).roc)
    }

    @Test func `ten folds computed by hand`() throws {
        // One coordinate. Pairs of one person are 0.5 apart (0.25 squared), of two people 1 apart; but in fold 10
        // both are 0.75 apart.
        var folds: [[Float]] = [[Float]](repeating: [0.5, 1], count: 9)
        folds.append([0.75, 0.75])
        let report = try LFWProtocol(falseAcceptRate: 0.1).evaluate(list(10), features: features(folds))

        // Folds 1 to 9 train on eight clean folds, where all of 0.26 ... 1.00 are right, and on fold 10, where each is
        // right once in two: the first of them is taken.
        expectClose(report.thresholds, [Double](repeating: 0.26, count: 10))
        #expect(report.accuracy.folds == [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5])
        // Mean 0.95; deviation sqrt((9 x 0.05^2 + 0.45^2) / 10) = 0.15.
        let error = 0.15 / (10.0).squareRoot()
        expectClose([report.accuracy.mean, report.accuracy.std, report.accuracy.standardError], [0.95, 0.15, error])
        #expect(report.wrongPairs.map(\.index) == [18])
        #expect(report.wrongPairs.first?.distance == 0.5625)

        // Folds 1 to 9 train on one pair of two people at 0.5625, and eight at 1: FAR is 0 at 0.562 and 1/9 at 0.563, so
        // 0.1 nine tenths along. Fold 10 trains on nine at 1: from 0 at 1.000 to 1 at 1.001, a tenth along.
        expectClose(report.val.thresholds, [Double](repeating: 0.5629, count: 9) + [1.0001])
        // All same pairs are accepted, and of the different ones only that of fold 10.
        expectClose([report.val.mean, report.val.std, report.val.far], [1, 0, 0.1])
        // All 10 of 10: the lower end is 0.025^(1/10).
        expectClose([report.val.interval.lower, report.val.interval.upper], [pow(0.025, 0.1), 1])

        // Of 100 (same, different) couples, 90 clean, 9 where only the same pair is 0.5625, and a tie.
        expectClose([report.auc], [0.995])
    }

    @Test func `the same if and only if nearer than the threshold`() throws {
        // Squared distances of exactly 0.25 lie on the grid: 0.25 does not accept them, 0.26 does.
        let report = try LFWProtocol().evaluate(list(2), features: features([[0.5, 1], [0.5, 1]]))
        expectClose(report.thresholds, [0.26, 0.26])

        // Squared 0.245 teaches fold 1 the threshold 0.25, which its own pair at exactly 0.25 is not nearer than.
        let tied = try LFWProtocol().evaluate(list(2), features: features([[0.5, 1], [0.495, 1]]))
        #expect(tied.thresholds[0] == 0.25)
        #expect(tied.accuracy.folds == [0.5, 1])
        #expect(tied.wrongPairs.map(\.index) == [0])
    }

    @Test func `perfect scores`() throws {
        let report = try LFWProtocol().evaluate(list(3), features: features([[0.1, 1], [0.1, 1], [0.1, 1]]))
        #expect(report.accuracy.mean == 1)
        #expect(report.accuracy.std == 0)
        #expect(report.val.mean == 1)
        #expect(report.auc == 1)
        #expect(report.eer == 0)
        #expect(report.wrongPairs.isEmpty)
    }

    @Test func `reversed scores`() throws {
        let report = try LFWProtocol().evaluate(list(3), features: features([[1, 0.1], [1.1, 0.2], [1.2, 0.3]]))
        #expect(report.auc == 0)
        #expect(report.eer == 1)
        // Refusing or accepting everything is right once in two; the first such threshold is 0.
        #expect(report.thresholds == [0, 0, 0])
        #expect(report.accuracy.mean == 0.5)
        #expect(report.val.mean == 0)
    }

    @Test func `a false accept rate never reached validates nothing`() throws {
        // Distances of 9 are beyond the grid, so the threshold is 0, which not even a distance of 0 is nearer than.
        let report = try LFWProtocol().evaluate(list(2), features: features([[0, 3], [0, 3]]))
        #expect(report.val.thresholds == [0, 0])
        #expect(report.val.mean == 0)
        #expect(report.val.interval.lower == 0)
    }

    @Test func `embeddings give what their coordinates give`() throws {
        let vectors: [String: [Float]] = [
            "same0": [1, 0], "other0": [0.8, 0.6], "alien0": [0, 1],
            "same1": [0, 1], "other1": [0.6, 0.8], "alien1": [1, 0],
        ]
        let embeddings = vectors.compactMapValues { Embedding(unit: $0) }
        #expect(embeddings.count == 6)
        #expect(
            try LFWProtocol().evaluate(list(2), embeddings: embeddings)
                == LFWProtocol().evaluate(list(2), features: vectors)
        )
    }

    @Test func `two vectors side by side need not be of unit length`() throws {
        // Flipping doubles every squared distance: thresholds follow, accuracy stays.
        let plain = features([[0.5, 1], [0.5, 1]])
        let flipped = plain.mapValues { $0 + $0 }
        let report = try LFWProtocol().evaluate(list(2), features: flipped)
        expectClose(report.thresholds, [0.51, 0.51])
        #expect(report.accuracy.mean == 1)
    }

    @Test func `vectors without direction are at a right angle`() throws {
        let features: [String: [Float]] = [
            "same0": [1, 0], "other0": [1, 0], "alien0": [0, 0], "same1": [0, 1], "other1": [0, 1], "alien1": [0, 0],
        ]
        let report = try LFWProtocol(distance: .cosine).evaluate(list(2), features: features)
        expectClose(report.thresholds, [0.01, 0.01])
        #expect(report.auc == 1)
    }

    @Test func `what does not fit is refused by name`() {
        let good = features([[0.5, 1], [0.5, 1]])
        func refusal(_ change: (inout [String: [Float]]) -> Void) -> EvaluationError? {
            var features = good
            change(&features)
            return #expect(throws: EvaluationError.self) { try LFWProtocol().evaluate(list(2), features: features) }
        }
        #expect(refusal { $0["alien1"] = nil } == .missingFeatures(image: "alien1"))
        #expect(refusal { $0["alien1"] = [1, 2] } == .dimensionMismatch(image: "alien1", expected: 1, actual: 2))
        #expect(refusal { $0["alien1"] = [.nan] } == .notFinite(image: "alien1"))
        #expect(throws: EvaluationError.tooFewFolds(1)) {
            try LFWProtocol().evaluate(list(1), features: good)
        }
    }

    @Test func `a fold of one kind is refused`() throws {
        let features = features([[0.5, 1], [0.5, 1]])
        for (kept, error) in [(true, EvaluationError.noDifferentPairs(fold: 2)), (false, .noSamePairs(fold: 2))] {
            var pairs = list(2)
            pairs.folds[1].removeAll { $0.isSame != kept }
            #expect(throws: error) { try LFWProtocol().evaluate(pairs, features: features) }
        }
    }

    @Test func `dropped pairs are left out and stated`() throws {
        var pairs = list(2)
        pairs.folds[0].append(LabelledPair(first: "same0", second: "unseen", isSame: false))
        pairs.folds[1].append(LabelledPair(first: "alien1", second: "other1", isSame: false))
        let undetected = UndetectedFaces(["unseen"], handling: .pairsDropped)
        let report = try LFWProtocol().evaluate(
            pairs,
            features: features([[0.5, 1], [0.5, 1]]),
            undetected: undetected
        )
        #expect(report.pairs == 5)
        #expect(report.undetected == 1)
        #expect(report.undetectedImages == ["unseen"])
        #expect(report.undetectedHandling == .pairsDropped)
        // Fold 2's added pair is as near as its pair of one person. So fold 1, trained on it, refuses everything.
        #expect(report.wrongPairs.map(\.index) == [0, 5], "places count the dropped pair")
        #expect(throws: EvaluationError.missingFeatures(image: "unseen")) {
            try LFWProtocol().evaluate(pairs, features: features([[0.5, 1], [0.5, 1]]))
        }
    }

    @Test func `6,000 pairs of 512 dimensions take well under a second`() throws {
        var random = SystemRandomNumberGenerator()
        var features: [String: [Float]] = [:]
        for fold in 0..<10 {
            for pair in 0..<300 {
                for name in ["same", "other", "alien"] {
                    features["\(name)\(fold)-\(pair)"] = (0..<512).map { _ in
                        Float(Int64(bitPattern: random.next()) >> 32) / 0x8000_0000
                    }
                }
            }
        }
        let pairs = PairList(
            folds: (0..<10).map { fold in
                (0..<300).flatMap { pair in
                    let name = "\(fold)-\(pair)"
                    return [
                        LabelledPair(first: "same\(name)", second: "other\(name)", isSame: true),
                        LabelledPair(first: "same\(name)", second: "alien\(name)", isSame: false),
                    ]
                }
            }
        )
        let clock = ContinuousClock()
        let plain = try clock.measure { _ = try LFWProtocol().evaluate(pairs, features: features) }
        let centered = try clock.measure {
            _ = try LFWProtocol(distance: .cosine, subtractsMean: true).evaluate(pairs, features: features)
        }
        print("6,000 pairs x 512: squared L2 \(plain), cosine with ten means \(centered)")
        #if !DEBUG
        #expect(plain < .seconds(1))
        #expect(centered < .seconds(2))
        #endif
    }

    @Test func `the report's JSON has the documented keys and comes back the same`() throws {
        let report = try LFWProtocol().evaluate(
            list(2),
            features: features([[0.5, 1], [2, 1]]),
            undetected: UndetectedFaces(["same0"]),
            precision: "bf16"
        )
        let data = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(VerificationReport.self, from: data) == report)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let accuracy = try #require(json["accuracy"] as? [String: Any])
        #expect(["mean", "std", "standardError"].allSatisfy { accuracy[$0] is Double })
        let val = try #require(json["val"] as? [String: Any])
        #expect(["far", "mean", "std"].allSatisfy { val[$0] is Double })
        #expect(json["auc"] is Double)
        #expect(json["eer"] is Double)
        #expect(json["pairs"] as? Int == 4)
        #expect(json["undetected"] as? Int == 1)
        #expect(json["precision"] as? String == "bf16")
        #expect((json["thresholds"] as? [Double])?.count == 2)
    }

    /// One pair of each kind a fold: `same`-`other` of one person, `same`-`alien` of two.
    private func list(_ folds: Int) -> PairList {
        PairList(
            folds: (0..<folds).map {
                [
                    LabelledPair(first: "same\($0)", second: "other\($0)", isSame: true),
                    LabelledPair(first: "same\($0)", second: "alien\($0)", isSame: false),
                ]
            }
        )
    }

    /// Features of one coordinate, at these distances (not squared) for each fold's pair of one person and of two.
    private func features(_ folds: [[Float]]) -> [String: [Float]] {
        var features: [String: [Float]] = [:]
        for (fold, distances) in folds.enumerated() {
            features["same\(fold)"] = [0]
            features["other\(fold)"] = [distances[0]]
            features["alien\(fold)"] = [distances[1]]
        }
        return features
    }
}
