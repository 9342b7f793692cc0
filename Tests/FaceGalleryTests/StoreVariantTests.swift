import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

@Suite struct StoreVariantTests {
    private let test: TestGallery
    private let photo: Embedding
    private let variants: [TemplateVariant]
    private let other: Embedding

    init() throws {
        test = try TestGallery()
        var faces = Faces()
        (photo, other) = (faces.next(), faces.next())
        variants = ["surgicalMask", "sunglasses"].map { TemplateVariant(faces.next(), drawn: $0) }
    }

    private var face: NewTemplate {
        NewTemplate(
            photo,
            sourceHash: [UInt8](repeating: 3, count: 32),
            sourceName: "ada.jpg",
            box: TemplateBox(x: 1, y: 2, width: 3, height: 4),
            variants: variants
        )
    }

    /// Ada with a photo, its two variants and another photo.
    private func ada() throws -> (person: PersonID, ids: [TemplateID]) {
        let person = try test.gallery.addPerson(named: "Ada").id
        return (person, try test.gallery.enroll([face, NewTemplate(other)], as: person))
    }

    @Test func `variants are templates behind that of their photo, and say what was drawn`() throws {
        let (person, ids) = try ada()
        #expect(ids.count == 2)
        let templates = try test.gallery.templates(of: person)
        #expect(templates.map(\.embedding) == [photo] + variants.map(\.embedding) + [other])
        #expect(templates.map(\.drawn) == [nil, "surgicalMask", "sunglasses", nil])
        #expect(templates.map(\.origin) == [nil, ids[0], ids[0], nil])
        #expect(ids == [templates[0].id, templates[3].id])
        #expect(templates[1].sourceName == "ada.jpg" && templates[1].box == templates[0].box)
        #expect(try test.gallery.check() == [])
        #expect(try test.gallery.info().templates == 4)
    }

    @Test func `a face like a variant finds the person`() throws {
        let (person, _) = try ada()
        let found = try test.gallery.snapshot().nearestTemplates(to: variants[1].embedding, count: 1)
        #expect(found.first?.squaredDistance ?? 1 < 1e-6)
        let template = try test.gallery.template(try #require(found.first?.template))
        #expect(template.person == person && template.drawn == "sunglasses")
    }

    @Test func `a photo that is erased takes its variants along, and leaves the rest`() throws {
        let (person, ids) = try ada()
        try test.gallery.remove(ids[0])
        let left = try test.gallery.templates(of: person)
        #expect(left.map(\.embedding) == [other])
        let snapshot = try test.again().snapshot()
        #expect(snapshot.count == 1)
        let vector = variants[0].embedding.coordinates.withUnsafeBytes { Data($0) }
        for suffix in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: test.gallery.path + suffix) ?? Data()
            #expect(bytes.range(of: vector) == nil)
        }
        #expect(try test.gallery.check() == [])
    }

    @Test func `a variant can go alone`() throws {
        let (person, _) = try ada()
        try test.gallery.remove(try test.gallery.templates(of: person)[1].id)
        #expect(try test.gallery.templates(of: person).map(\.drawn) == [nil, "sunglasses", nil])
    }

    @Test func `a person who is removed leaves no variant`() throws {
        let (person, _) = try ada()
        #expect(try test.gallery.remove(person).templates.count == 4)
        #expect(try test.gallery.info().templates == 0)
    }

    @Test func `variants go with their photo to another person`() throws {
        let (_, ids) = try ada()
        let bob = try test.gallery.addPerson(named: "Bob").id
        // Known before, so that the snapshot has to notice.
        _ = try test.gallery.snapshot()
        try test.gallery.reassign([ids[0]], to: bob)
        #expect(try test.gallery.templates(of: bob).map(\.drawn) == [nil, "surgicalMask", "sunglasses"])
        let found = try test.gallery.snapshot().nearestTemplates(to: variants[0].embedding, count: 1)
        #expect(try test.gallery.template(try #require(found.first?.template)).person == bob)
    }

    @Test func `an export and an import keep them, and know them again`() throws {
        _ = try ada()
        let path = test.folder.file("export")
        try test.gallery.export(to: path)
        let copy = try TestGallery()
        let first = try copy.gallery.import(from: path)
        #expect(first.templates == 2)
        let person = try #require(try copy.gallery.person(named: "Ada")).id
        let templates = try copy.gallery.templates(of: person)
        #expect(templates.map(\.drawn) == [nil, "surgicalMask", "sunglasses", nil])
        #expect(templates.map(\.embedding) == [photo] + variants.map(\.embedding) + [other])
        #expect(templates[1].origin == templates[0].id)
        let second = try copy.gallery.import(from: path)
        #expect(second.templates == 0 && second.known == 2)
    }

    @Test func `a variant of another dimension, or without a word for it, is refused whole`() throws {
        var faces = Faces(dimension: 16)
        let person = try test.gallery.addPerson(named: "Ada").id
        for variant in [TemplateVariant(faces.next(), drawn: "hand"), TemplateVariant(other, drawn: "")] {
            #expect(throws: GalleryError.self) {
                try test.gallery.enroll([NewTemplate(photo, variants: [variant])], as: person)
            }
        }
        #expect(try test.gallery.info().templates == 0)
    }
}
