import FaceEmbedding
import FaceGallery
import Foundation
import Testing

@Suite struct StoreGraphTests {
    private static let options = Gallery.Options(actor: "tester", searchIndex: .graph)

    private let test: TestGallery
    private let person: Person
    private var faces = Faces(dimension: 32)
    private var enrolled: [(id: TemplateID, face: Embedding)] = []

    init() throws {
        test = try TestGallery(dimension: 32, options: Self.options)
        person = try test.gallery.addPerson(named: "Ada")
        try enroll(400)
    }

    private mutating func enroll(_ count: Int) throws {
        let new = (0..<count).map { _ in faces.next() }
        let ids = try test.gallery.enroll(new.map { NewTemplate($0) }, as: person.id)
        enrolled += zip(ids, new).map { ($0, $1) }
    }

    private var file: String { test.gallery.path + ".graph" }

    /// Whether every face that is enrolled is nearest to itself, by the graph.
    private func expectFound(_ snapshot: GallerySnapshot) throws {
        #expect(snapshot.graph != nil)
        for (id, face) in enrolled {
            let nearest = try snapshot.nearestTemplates(to: face, count: 1, mode: .graph(breadth: 100))
            #expect(nearest.first?.template == id)
        }
    }

    @Test mutating func `a graph is built beside the file, read again, and follows what is written`() throws {
        let first = try test.gallery.buildSearchGraph()
        #expect(first == 400)
        try expectFound(test.gallery.snapshot())
        try enroll(50)
        try expectFound(test.gallery.snapshot())
        #expect(try test.again(Self.options).buildSearchGraph() == 450)
        #expect(try test.gallery.check().isEmpty)
    }

    @Test mutating func `who was removed is not found by the graph, nor by one that is read again`() throws {
        try test.gallery.buildSearchGraph()
        let gone = enrolled.removeFirst()
        try test.gallery.remove(gone.id)
        for gallery in [test.gallery, try test.again(Self.options)] {
            #expect(try gallery.buildSearchGraph() == 399)
            let snapshot = try gallery.snapshot()
            let nearest = try snapshot.nearestTemplates(to: gone.face, count: 400, mode: .graph(breadth: 400))
            #expect(!nearest.map(\.template).contains(gone.id))
            try expectFound(snapshot)
        }
        #expect(try test.gallery.check().isEmpty)
    }

    @Test(arguments: [0, 0.3, 0.7, 0.999])
    func `a damaged graph is found by the check, and made anew`(place: Double) throws {
        try test.gallery.buildSearchGraph()
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes[Int(place * Double(bytes.count))] ^= 1
        try bytes.write(to: URL(filePath: file))
        let gallery = try test.again(Self.options)
        let problems = try gallery.check()
        #expect(problems.count == 1)
        #expect(problems.first?.description.contains("gallery index") == true)
        #expect(try gallery.buildSearchGraph() == 400)
        #expect(try gallery.check().isEmpty)
        try expectFound(gallery.snapshot())
    }

    @Test func `another gallery's graph is not taken for this one's`() throws {
        let other = try TestGallery(dimension: 32, options: Self.options)
        let stranger = try other.gallery.addPerson(named: "Grace")
        try other.gallery.enroll(enrolled.prefix(10).map { NewTemplate($0.face) }, as: stranger.id)
        try other.gallery.buildSearchGraph()
        try FileManager.default.copyItem(atPath: other.gallery.path + ".graph", toPath: file)
        #expect(try test.gallery.check().count == 1)
        #expect(try test.gallery.buildSearchGraph() == 400)
        try expectFound(test.gallery.snapshot())
    }

    @Test(arguments: [Gallery.Options.SearchIndex.automatic, .exact])
    func `a small gallery is not searched by a graph, even if there is one`(index: Gallery.Options.SearchIndex) throws {
        let gallery = try test.again(Gallery.Options(actor: "other", searchIndex: index))
        try gallery.buildSearchGraph()
        #expect(try gallery.snapshot().graph == nil)
    }
}
