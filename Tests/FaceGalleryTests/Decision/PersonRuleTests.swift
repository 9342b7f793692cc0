import FaceEmbedding
import FaceGallery
import Foundation
import Testing

@Suite struct PersonRuleTests {
    private static let rules: [PersonRule] = [
        .minimum, .meanOfNearest(2), .softMinimum(temperature: 0.1), .meanDirection, .minimumOrMean,
    ]

    @Test(arguments: rules)
    func `with one photo every rule is the distance to it`(rule: PersonRule) {
        let distance = rule.squaredDistance(from: Circle.face(0), to: [Circle.face(30)])
        #expect(abs(distance - Circle.squaredDistance(30)) < 1e-6)
    }

    @Test func `each rule is its definition`() {
        let templates = [40.0, -20, 90].map(Circle.face)
        let (near, middle, far) = (
            Circle.squaredDistance(20), Circle.squaredDistance(40), Circle.squaredDistance(90)
        )
        func distance(_ rule: PersonRule) -> Float { rule.squaredDistance(from: Circle.face(0), to: templates) }
        let soft = -0.1 * log((exp(-near / 0.1) + exp(-middle / 0.1) + exp(-far / 0.1)) / 3)
        #expect(abs(distance(.minimum) - near) < 1e-6)
        #expect(abs(distance(.meanOfNearest(2)) - (near + middle) / 2) < 1e-6)
        #expect(abs(distance(.meanOfNearest(9)) - (near + middle + far) / 3) < 1e-6)
        #expect(abs(distance(.softMinimum(temperature: 0.1)) - soft) < 1e-5)
    }

    @Test func `the mean of two photos on both sides is nearer than either`() {
        let templates = [Circle.face(-30), Circle.face(30)]
        let mean = PersonRule.meanDirection.squaredDistance(from: Circle.face(5), to: templates)
        #expect(abs(mean - Circle.squaredDistance(5)) < 1e-6)
        #expect(PersonRule.minimumOrMean.squaredDistance(from: Circle.face(5), to: templates) == mean)
    }

    @Test func `a photo like one of two different ones counts by that one`() {
        let templates = [Circle.face(0), Circle.face(100)]
        let distance = PersonRule.minimumOrMean.squaredDistance(from: Circle.face(-3), to: templates)
        #expect(abs(distance - Circle.squaredDistance(3)) < 1e-6)
    }

    @Test func `photos that cancel out have no mean, and the nearest counts`() {
        let templates = [Embedding(unit: [1, 0]), Embedding(unit: [-1, 0])].compactMap(\.self)
        #expect(PersonRule.meanDirection.squaredDistance(from: Circle.face(0), to: templates) == 0)
    }

    @Test(arguments: rules)
    func `the nearest people are those that comparing everybody gives`(rule: PersonRule) throws {
        var people: [[Double]] = []
        for index in 0..<40 {
            people.append((0...(index % 4)).map { Double(index * 8 + ($0 * $0 * 5) % 17) })
        }
        let snapshot = try Circle(people: people).snapshot()
        for angle in stride(from: 0.0, to: 360, by: 23.7) {
            let all = people.enumerated().map { index, angles in
                (rule.squaredDistance(from: Circle.face(angle), to: angles.map(Circle.face)), Int64(index + 1))
            }
            let expected = all.sorted { $0 < $1 }.prefix(5)
            let found = try snapshot.nearestPeople(to: Circle.face(angle), count: 5, rule: rule)
            #expect(found.map(\.squaredDistance) == expected.map(\.0))
            #expect(found.map(\.templates) == found.map { people[Int($0.personRow) - 1].count })
        }
    }
}
