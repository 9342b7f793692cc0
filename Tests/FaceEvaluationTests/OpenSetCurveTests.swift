import FaceEmbedding
import FaceEvaluation
import Testing

@Suite struct OpenSetCurveTests {
    struct Golden: Decodable {
        struct Mated: Decodable {
            var person: Int
            var right: Bool
            var distance: Float
        }

        var gallery, probes: [[Float]]
        var galleryPeople, probePeople, ranks: [Int]
        var curve: [Double]
        var mated: [Mated]
        var strangers: [Float]
        var points: [[Double]]
    }

    @Test func `agrees with comparing every probe with every threshold, ties among them`() throws {
        let golden = try golden("ranks", as: Golden.self)
        let scores = OpenSetScores(
            mated: golden.mated.map { .init(person: $0.person, isRight: $0.right, squaredDistance: $0.distance) },
            strangers: golden.strangers
        )
        let curve = OpenSetCurve(scores)
        expectClose(curve.points.map(\.falsePositiveRate), golden.points.map { $0[0] })
        expectClose(curve.points.map(\.falseNegativeRate), golden.points.map { $0[1] })
        for point in curve.points {
            let passed = scores.falsePositives(threshold: point.threshold)
            expectClose([Double(passed) / Double(golden.strangers.count)], [point.falsePositiveRate])
            expectClose([scores.falseNegativeRate(threshold: point.threshold)], [point.falseNegativeRate])
        }
        #expect(curve.point(atFalsePositiveRate: 0).falsePositiveRate == 0)
        #expect(curve.point(atFalsePositiveRate: 1) == curve.points.last)
        #expect(curve.point(atFalsePositiveRate: 0.1).threshold == scores.threshold(falsePositiveRate: 0.1))
    }

    @Test func `ranks agree with sorting all people`() throws {
        let golden = try golden("ranks", as: Golden.self)
        func rows(_ features: [[Float]], _ people: [Int]) throws -> [(embedding: Embedding, person: PersonID)] {
            try zip(features, people).map {
                (embedding: try #require(Embedding(normalizing: $0.0)), person: PersonID(rawValue: "\($0.1)"))
            }
        }
        let match = CumulativeMatch(
            probes: try rows(golden.probes, golden.probePeople),
            gallery: try rows(golden.gallery, golden.galleryPeople)
        )
        #expect(match.ranks == golden.ranks)
        #expect(match.people == 12)
        expectClose(match.rates(ranks: 20), golden.curve)
        expectClose([match.identificationRate(rank: 3).rate], [golden.curve[2]])
    }

    @Test func `a tie is no success`() throws {
        let embedding = try #require(Embedding(normalizing: [1, 0]))
        let (ada, bob) = (PersonID(rawValue: "ada"), PersonID(rawValue: "bob"))
        let match = CumulativeMatch(probes: [(embedding, ada)], gallery: [(embedding, ada), (embedding, bob)])
        #expect(match.ranks == [2])
        #expect(match.rates() == [0, 1])
    }
}
