import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

/// A gallery with everything that is encrypted in an encrypted one.
struct EncryptedGallery {
    let test: TestGallery
    let key: GalleryKey?
    let ada: Person
    let faces: [Embedding]
    let rejected: Embedding
    let crop = [UInt8]((0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) })
    var gallery: Gallery { test.gallery }

    init(_ key: GalleryKey?, searchIndex: Gallery.Options.SearchIndex = .automatic) throws {
        self.key = key
        let options = Gallery.Options(actor: "tester", keepsCrops: true, key: key, searchIndex: searchIndex)
        test = try TestGallery(dimension: 128, options: options)
        var generator = Faces(dimension: 128)
        faces = (0..<20).map { _ in generator.next() }
        rejected = generator.next()
        ada = try test.gallery.addPerson(named: "Ada Lovelace")
        let drawn = TemplateVariant(faces[1], drawn: "mask")
        try test.gallery.enroll([NewTemplate(faces[0], crop: crop, variants: [drawn])], as: ada.id)
        try test.gallery.enroll(faces.dropFirst(2).map { NewTemplate($0) }, as: nil)
        try test.gallery.record(.notThisPerson(rejected, ada.id))
    }

    /// All that measures or shows a face, as it lies in a gallery that is not encrypted; of what is not to be found, the
    /// vector is kept alone.
    var needles: [Data] {
        faces.flatMap(Needles.of) + Needles.of(rejected).dropFirst(8) + [Data(crop[5000..<5064])]
    }

    /// Expects that a gallery has, bit for bit, what was enrolled.
    func expectWhole(_ gallery: Gallery, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let own = try gallery.templates(of: ada.id)
        let all = own + (try gallery.templates(of: nil))
        #expect(all.map(\.embedding) == faces, sourceLocation: sourceLocation)
        #expect(try gallery.crop(of: own[0].id) == crop, sourceLocation: sourceLocation)
        #expect(try gallery.rejections(of: ada.id).values.map(\.self) == [rejected], sourceLocation: sourceLocation)
        let snapshot = try gallery.snapshot()
        for (template, face) in zip(all, faces) {
            let found = try snapshot.nearestTemplates(to: face, count: 1)
            #expect(found.map(\.template) == [template.id], sourceLocation: sourceLocation)
        }
        #expect(snapshot.rejections.count == 1, sourceLocation: sourceLocation)
        #expect(try gallery.check() == [], sourceLocation: sourceLocation)
    }
}
