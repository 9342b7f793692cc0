import FaceEmbedding
import FaceGallery
import Testing

@Suite struct StoreFeedbackTests {
    @Test func `that a face is not somebody is in the next snapshot, until it is withdrawn`() throws {
        let test = try TestGallery()
        let gallery = test.gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        #expect(try gallery.snapshot().rejections == [])
        let face = faces.next()
        let feedback = try gallery.record(.notThisPerson(face, ada.id), note: "her sister")
        #expect(try gallery.snapshot().rejections == [Rejection(embedding: face, person: ada.row)])
        #expect(try gallery.feedback(of: ada.id) == [feedback])
        #expect(feedback.note == "her sister")
        #expect(feedback.kind == .notThisPerson)
        #expect(try gallery.rejections(of: ada.id) == [feedback.id: face])
        try gallery.withdraw(feedback.id)
        #expect(try gallery.snapshot().rejections == [])
        #expect(throws: GalleryError.unknownFeedback(feedback.id.rawValue)) { try gallery.withdraw(feedback.id) }
        #expect(try gallery.check() == [])
    }

    @Test func `that a face is somebody enrolls it, and takes back the contrary`() throws {
        let test = try TestGallery()
        let gallery = test.gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        let (face, other) = (faces.next(), faces.next())
        try gallery.record(.notThisPerson(face, ada.id))
        try gallery.record(.notThisPerson(other, ada.id))
        let feedback = try gallery.record(.samePerson(NewTemplate(face, isConfirmed: false), ada.id))
        let template = try #require(try gallery.templates(of: ada.id).first)
        #expect(template.id == feedback.template)
        #expect(template.isConfirmed)
        #expect(try gallery.snapshot().rejections.map(\.embedding) == [other])
        #expect(try gallery.snapshot().nearestTemplates(to: face, count: 1).first?.personRow == ada.row)
        // Once more changes nothing but that it was said.
        let again = try gallery.record(.samePerson(NewTemplate(face), ada.id))
        #expect(again.template == nil)
        #expect(try gallery.templates(of: ada.id).count == 1)
        try gallery.withdraw(again.id)
        #expect(try gallery.templates(of: ada.id).count == 1)
        try gallery.withdraw(feedback.id)
        #expect(try gallery.templates(of: ada.id) == [])
        #expect(try gallery.check() == [])
    }

    @Test func `feedback of nobody, or of another kind of embedding, is refused`() throws {
        let test = try TestGallery()
        var faces = Faces()
        var others = Faces(dimension: 9)
        let ada = try test.gallery.addPerson(named: "Ada").id
        #expect(throws: GalleryError.unknownPerson("p1")) {
            try test.gallery.record(.notThisPerson(faces.next(), PersonID(rawValue: "p1")))
        }
        #expect(throws: GalleryError.dimension(expected: 8, given: 9)) {
            try test.gallery.record(.notThisPerson(others.next(), ada))
        }
        #expect(throws: GalleryError.self) {
            try test.gallery.record(.notThisPerson(faces.next(), ada), note: String(repeating: "x", count: 5000))
        }
        #expect(try test.gallery.feedback() == [])
    }
}
