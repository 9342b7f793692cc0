import FaceEmbedding
import FaceEvaluation
import Testing

@Suite struct OpenSetSplitTests {
    private let people = ["ada", "bob", "ada", "eve", "ada", "bob", "dan"].map(PersonID.init(rawValue:))

    @Test func `whoever has a photo more than are enrolled is enrolled, the others are strangers`() {
        let split = OpenSetSplit(people: people, enrolling: 1, seed: 1)
        #expect(split.enrolled.map(\.person.rawValue) == ["ada", "bob"])
        #expect(split.enrolled.allSatisfy { $0.photos.count == 1 })
        #expect(split.probes.count == 3)
        #expect(split.strangers.map { people[$0].rawValue } == ["dan", "eve"])
        let two = OpenSetSplit(people: people, enrolling: 2, seed: 1)
        #expect(two.enrolled.map(\.person.rawValue) == ["ada"])
        #expect(two.strangers.map { people[$0].rawValue } == ["bob", "dan", "eve"])
    }

    @Test(arguments: [1, 2, 3])
    func `every photo of an enrolled person is used once, and shows them`(count: Int) {
        let split = OpenSetSplit(people: people, enrolling: count, seed: 7)
        for (index, enrollment) in split.enrolled.enumerated() {
            let photos = enrollment.photos + split.probes.filter { $0.enrollment == index }.map(\.photo)
            #expect(photos.sorted() == people.indices.filter { people[$0] == enrollment.person })
        }
    }

    @Test func `a seed is a split`() {
        let people = (0..<300).map { PersonID(rawValue: "\($0 / 3)") }
        let split = OpenSetSplit(people: people, enrolling: 1, seed: 3)
        #expect(split == OpenSetSplit(people: people, enrolling: 1, seed: 3))
        #expect(split != OpenSetSplit(people: people, enrolling: 1, seed: 4))
    }
}

@Suite struct OpenSetScoresTests {
    /// Person 0 with three probes, one of which finds another person; person 1 with one.
    private let scores = OpenSetScores(
        mated: [
            .init(person: 0, isRight: true, squaredDistance: 0.2),
            .init(person: 0, isRight: false, squaredDistance: 0.3),
            .init(person: 0, isRight: true, squaredDistance: 0.9),
            .init(person: 1, isRight: true, squaredDistance: 0.5),
        ],
        strangers: [1.2, 0.6, 0.8, 1.1, 1.5]
    )

    @Test func `each person counts the same, however many photos`() {
        #expect(abs(scores.rankOneRate - (2.0 / 3 + 1) / 2) < 1e-12)
        #expect(abs(scores.falseNegativeRate(threshold: 0.5) - (2.0 / 3 + 0) / 2) < 1e-12)
        #expect(abs(scores.falseNegativeRate(threshold: 0.4) - (2.0 / 3 + 1) / 2) < 1e-12)
    }

    @Test func `a wrong person is a miss at every threshold`() {
        #expect(abs(scores.falseNegativeRate(threshold: 4) - 1.0 / 6) < 1e-12)
    }

    @Test func `strangers at the threshold pass it`() {
        #expect(scores.falsePositives(threshold: 0.8) == 2)
        #expect(scores.falsePositives(threshold: 0.5) == 0)
    }

    @Test(arguments: [0, 0.1, 0.2, 0.39, 0.4, 0.8, 0.99])
    func `the threshold of a rate lets no more through, and the next stranger would be too many`(rate: Double) {
        let threshold = scores.threshold(falsePositiveRate: rate)
        let passed = scores.falsePositives(threshold: threshold)
        #expect(Double(passed) <= rate * 5)
        #expect(Double(scores.falsePositives(threshold: threshold.nextUp)) > rate * 5)
    }
}
