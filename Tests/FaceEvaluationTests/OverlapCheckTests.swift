import FaceEmbedding
import FaceEvaluation
import Testing

@Suite struct PersonNameKeyTests {
    @Test(
        arguments: [
            ("George_W_Bush", "Bush, George W."), ("José Maria Aznar", "jose-maria AZNAR"), ("Ｂjörk", "bjork"),
            ("王 菲", "菲 王"),
        ]
    )
    func `spelling does not make two people of one`(one: String, other: String) throws {
        let key = try #require(PersonNameKey(one))
        #expect(PersonNameKey(other) == key)
    }

    @Test func `other names are other people`() {
        #expect(PersonNameKey("George W Bush") != PersonNameKey("George H W Bush"))
        #expect(PersonNameKey("Ann Lee") != PersonNameKey("Annlee"))
    }

    @Test(arguments: ["", "4711", "__", "00-12"])
    func `a number is nobody's name`(name: String) { #expect(PersonNameKey(name) == nil) }
}

@Suite struct OverlapCheckTests {
    /// A point of the unit circle.
    private static func face(_ degrees: Double) throws -> Embedding {
        try #require(Embedding(normalizing: [Float(degrees), 100]))
    }

    private func photo(_ person: String, _ name: String, _ digest: String?, _ x: Double?) throws -> OverlapCheck.Photo {
        OverlapCheck.Photo(person: person, name: name, digest: digest, embedding: try x.map(Self.face))
    }

    @Test func `people are suspects by file, by name and by face, each pair once`() throws {
        let check = OverlapCheck(
            training: [
                try photo("7", "a.jpg", "aa", 0), try photo("7", "b.jpg", "bb", 40), try photo("8", "c.jpg", "cc", 90),
                try photo("Eve Ng", "d.jpg", "dd", 300), try photo("9", "e.jpg", nil, nil),
            ],
            test: [
                try photo("Ada", "1.jpg", "bb", 42), try photo("Bob", "2.jpg", "22", 91),
                try photo("ng_eve", "3.jpg", "33", -300),
                try photo("Dan", "4.jpg", nil, nil),
            ]
        )
        let near = [
            OverlapCheck.Neighbor(training: 1, test: 0), .init(training: 2, test: 1), .init(training: 0, test: 0),
        ]
        let suspects = check.suspects(neighbors: near)
        #expect(suspects.map(\.test.person) == ["Bob", "Ada", "ng_eve"])
        #expect(suspects.map(\.reasons) == [[.face], [.file, .face], [.name]])
        // The photo that is the same file, though others might be nearer; by name, whichever are nearest.
        #expect(suspects[1].training.name == "b.jpg" && suspects[1].test.name == "1.jpg")
        #expect(suspects[2].training.name == "d.jpg")
        #expect(try suspects[1].squaredDistance == Self.face(40).squaredDistance(to: Self.face(42)))
    }

    @Test func `of one person's photos the nearest pair is shown`() throws {
        let check = OverlapCheck(
            training: [try photo("1", "far.jpg", "a", 0), try photo("1", "near.jpg", "b", 50)],
            test: [try photo("x", "far.jpg", "c", 200), try photo("x", "near.jpg", "d", 60)]
        )
        let suspects = check.suspects(neighbors: [.init(training: 0, test: 1), .init(training: 1, test: 1)])
        #expect(suspects.count == 1)
        #expect(suspects.first?.training.name == "near.jpg" && suspects.first?.test.name == "near.jpg")
    }

    @Test func `a photo that could not be read is not the same as another`() throws {
        let check = OverlapCheck(
            training: [try photo("1", "a", nil, nil)],
            test: [try photo("x", "b", nil, nil)]
        )
        #expect(check.suspects(neighbors: []).isEmpty)
    }

    @Test func `a name in common is a suspect even without a face`() throws {
        let check = OverlapCheck(
            training: [try photo("Ada Lovelace", "a", "1", nil)],
            test: [try photo("lovelace ada", "b", "2", 3)]
        )
        let suspects = check.suspects(neighbors: [])
        #expect(suspects.map(\.reasons) == [[.name]] && suspects.first?.squaredDistance == nil)
    }
}
