import FaceEmbedding
import Testing

@testable import FaceGallery

@Suite struct IdentifyingTests {
    private let thresholds = Thresholds.standard

    /// The rate whose threshold in a gallery of so many templates is this many degrees.
    private func rate(degrees: Double, size: Int) -> Double {
        thresholds.tail.falsePositiveRate(threshold: Circle.squaredDistance(degrees), gallerySize: size)
    }

    private func identify(_ angle: Double, in circle: Circle, degrees: Double = 30, top: Int = 3) throws -> Decision {
        let size = circle.people.reduce(0) { $0 + $1.count }
        return try circle.snapshot().identify(
            Circle.face(angle),
            fpir: rate(degrees: degrees, size: size),
            top: top,
            thresholds: thresholds
        )
    }

    @Test func `whoever is near enough is matched`() throws {
        let decision = try identify(20, in: Circle(people: [[0], [120], [200]]))
        let match = try #require(decision.identification.match)
        #expect(match.person.rawValue == "p0")
        #expect(match.name == "Person 0")
        #expect(match.faces == 1)
        #expect(abs(match.squaredDistance - Circle.squaredDistance(20)) < 1e-6)
        #expect(decision.candidates.map(\.person.rawValue) == ["p0", "p1", "p2"])
    }

    @Test func `nobody is near enough, and the nearest is named`() throws {
        let decision = try identify(32, in: Circle(people: [[0], [120]]))
        guard case .nobody(let nearest) = decision.identification else {
            Issue.record("\(decision.identification)")
            return
        }
        #expect(nearest?.person.rawValue == "p0")
        #expect(decision.identification.match == nil)
    }

    @Test func `nobody is in an empty gallery`() throws {
        let snapshot = try Circle(people: []).snapshot()
        let decision = try snapshot.identify(Circle.face(0), thresholds: thresholds)
        #expect(decision.identification == .nobody(nearest: nil))
        #expect(decision.candidates.isEmpty)
        #expect(decision.expectedFPIR == 0)
    }

    @Test func `two people as near as each other are ambiguous`() throws {
        let decision = try identify(11, in: Circle(people: [[0], [21], [300]]))
        guard case .ambiguous(let candidates) = decision.identification else {
            Issue.record("\(decision.identification)")
            return
        }
        #expect(candidates.map(\.person.rawValue) == ["p1", "p0"])
    }

    @Test func `a second person beyond the threshold makes nothing ambiguous`() throws {
        let decision = try identify(29.5, in: Circle(people: [[0], [60]]), degrees: 30)
        #expect(decision.identification.match?.person.rawValue == "p0")
    }

    @Test func `without a margin the nearest is matched`() throws {
        let decision = try Circle(people: [[0], [21]]).snapshot().identify(
            Circle.face(11),
            fpir: rate(degrees: 30, size: 2),
            thresholds: thresholds,
            options: DecisionOptions(margin: 0)
        )
        #expect(decision.identification.match?.person.rawValue == "p1")
    }

    @Test func `the threshold is that of the rate and of this gallery's size`() throws {
        let small = try Circle(people: [[0], [90]]).snapshot()
        let large = try Circle(people: (0..<300).map { [Double($0)] }).snapshot()
        let few = try small.identify(Circle.face(0), fpir: 0.01, thresholds: thresholds)
        let many = try large.identify(Circle.face(0), fpir: 0.01, thresholds: thresholds)
        #expect(few.gallerySize == 2)
        #expect(many.gallerySize == 300)
        #expect(few.threshold == thresholds.tail.threshold(falsePositiveRate: 0.01, gallerySize: 2))
        #expect(many.threshold < few.threshold)
        #expect(abs(many.expectedFPIR - 0.01) < 1e-5)
        #expect(many.expectedFAR < 0.01 / 100)
        #expect(!many.isCalibrated)
    }

    @Test func `a removed person is not found by a snapshot from before`() throws {
        let circle = Circle(people: [[0], [15]], removed: [1])
        #expect(try identify(0, in: circle).identification.match?.person.rawValue == "p1")
    }

    @Test func `another model's embedding is refused`() throws {
        let snapshot = try Circle(people: [[0]]).snapshot()
        let other = try #require(Embedding(unit: [1, 0, 0]))
        #expect(throws: GalleryError.dimension(expected: 2, given: 3)) {
            try snapshot.identify(other, thresholds: thresholds)
        }
        #expect(throws: GalleryError.dimension(expected: 2, given: 3)) {
            try snapshot.verify(other, is: Circle.person(0), thresholds: thresholds)
        }
    }
}

@Suite struct RejectionTests {
    private let thresholds = Thresholds.standard

    private func match(_ angle: Double, in circle: Circle) throws -> Decision {
        try circle.snapshot().identify(Circle.face(angle), fpir: 0.05, top: 1, thresholds: thresholds)
    }

    @Test func `a face said not to be somebody is not them again, nor is one like it`() throws {
        var circle = Circle(people: [[0, 5], [180]])
        #expect(try match(20, in: circle).identification.match?.person.rawValue == "p0")
        circle.rejections = [(20, 0)]
        for angle in [20.0, 24, 15] {
            let decision = try match(angle, in: circle)
            #expect(decision.identification.match == nil, "\(angle)")
            #expect(decision.rejected.map(\.rawValue) == ["p0"])
        }
        for angle in [0.0, -10, 8] {
            #expect(try match(angle, in: circle).identification.match?.person.rawValue == "p0", "\(angle)")
        }
    }

    @Test func `the rejected person's own photo, enrolled and rejected, is not them`() throws {
        let circle = Circle(people: [[0]], rejections: [(0, 0)])
        #expect(try match(0, in: circle).identification == .nobody(nearest: nil))
    }

    @Test func `the next person is matched in their place`() throws {
        let circle = Circle(people: [[0], [25]], rejections: [(10, 0)])
        #expect(try match(10, in: circle).identification.match?.person.rawValue == "p1")
    }

    @Test func `a rejection of one person says nothing of another`() throws {
        let circle = Circle(people: [[0], [180]], rejections: [(20, 1)])
        #expect(try match(20, in: circle).identification.match?.person.rawValue == "p0")
    }

    @Test func `however many are rejected, the one who is left is found`() throws {
        let people = (0..<60).map { [Double($0) / 10] } + [[25]]
        let circle = Circle(people: people, rejections: (0..<60).map { (8, $0) })
        let decision = try match(8, in: circle)
        #expect(decision.identification.match?.person.rawValue == "p60")
        #expect(decision.rejected.count == 60)
    }

    @Test func `verification obeys too`() throws {
        var circle = Circle(people: [[0], [90], []])
        func verify(_ angle: Double, _ person: Int) throws -> Verification {
            try circle.snapshot().verify(Circle.face(angle), is: Circle.person(person), thresholds: thresholds)
        }
        let right = try verify(20, 0)
        #expect(right.isMatch)
        #expect(right.threshold == thresholds.tail.threshold(falsePositiveRate: 0.001, gallerySize: 1))
        #expect(abs(right.expectedFAR - 0.001) < 1e-6)
        #expect(try !verify(20, 1).isMatch)
        let empty = try verify(20, 2)
        #expect(!empty.isMatch && empty.candidate == nil)
        circle.rejections = [(20, 0)]
        let rejected = try verify(20, 0)
        #expect(!rejected.isMatch && rejected.isRejected)
        #expect(try verify(3, 0).isMatch)
    }
}
