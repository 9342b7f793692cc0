import FaceEmbedding
import FaceGallery
import Testing

@Suite struct StoreSnapshotTests {
    /// What a snapshot has of every template.
    private func contents(_ snapshot: GallerySnapshot) -> [Int64: TemplateEntry] {
        snapshot.table.ids.reduce(into: [:]) { $0[$1] = snapshot.table.entry($1) }
    }

    @Test func `an enrollment is in the next snapshot, and not in one taken before`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        let before = try gallery.snapshot()
        let face = faces.next()
        let id = try gallery.enroll([NewTemplate(face)], as: ada.id)[0]
        let after = try gallery.snapshot()
        #expect(before.count == 0)
        #expect(try after.nearestTemplates(to: face, count: 1).map(\.template) == [id])
        #expect(after.table.entry(id.rawValue) == TemplateEntry(id: id.rawValue, person: ada.row, embedding: face))
        #expect(try gallery.snapshot().revision == after.revision)
    }

    @Test func `a face that nobody has a name for is counted apart until somebody has it`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        let unknown = try gallery.enroll([NewTemplate(faces.next()), NewTemplate(faces.next())], as: nil)
        try gallery.enroll([NewTemplate(faces.next())], as: ada.id)
        #expect(try gallery.snapshot().unnamedCount == 2)
        #expect(try gallery.snapshot().namedCount == 1)
        try gallery.reassign([unknown[0]], to: ada.id)
        #expect(try gallery.snapshot().namedCount == 2)
    }

    @Test func `what one opening writes the other sees, whatever it is`() throws {
        let test = try TestGallery()
        let (first, second) = (test.gallery, try test.again())
        var faces = Faces()
        var generator = SystemRandomNumberGenerator()
        var people = [try first.addPerson(named: "0").id]
        var templates: [TemplateID] = []
        for step in 1..<300 {
            let writer = step % 3 == 0 ? second : first
            switch step % 10 {
            case 0: people.append(try writer.addPerson(named: "\(step)").id)
            case 1, 2, 3, 4:
                let new = [NewTemplate(faces.next()), NewTemplate(faces.next())]
                templates += try writer.enroll(new, as: people.randomElement())
            case 5: try writer.remove(templates.remove(at: .random(in: templates.indices, using: &generator)))
            case 6: try writer.reassign([templates[.random(in: templates.indices)]], to: people.randomElement())
            case 7: try writer.record(.notThisPerson(faces.next(), people[.random(in: people.indices)]))
            case 8 where people.count > 3:
                let gone = people.remove(at: .random(in: people.indices))
                let own = Set(try writer.templates(of: gone).map(\.id))
                try writer.remove(gone)
                templates.removeAll { own.contains($0) }
            case 9 where step % 50 == 49: try writer.compact()
            default: break
            }
            // Not after every write, so that several come at once.
            guard step % 4 == 0 else { continue }
            let whole = try test.again().snapshot()
            #expect(Set(whole.table.ids) == Set(templates.map(\.rawValue)))
            for gallery in [first, second] {
                let snapshot = try gallery.snapshot()
                #expect(contents(snapshot) == contents(whole))
                #expect(snapshot.rejections == whole.rejections)
                #expect(snapshot.revision == whole.revision)
            }
        }
        #expect(try first.check() == [])
    }

    @Test func `several threads read what one reads`() throws {
        let test = try TestGallery(dimension: 4)
        var faces = Faces(dimension: 4)
        let ids = try test.gallery.enroll((0..<40_000).map { _ in NewTemplate(faces.next()) }, as: nil)
        // A hole at the seam of two threads' shares, and one at the end.
        for id in ids[19_990..<20_010] + ids.suffix(5) { try test.gallery.remove(id) }
        let one = try test.again(Gallery.Options(threads: 1)).snapshot()
        for threads in [2, 3, 7] {
            let several = try test.again(Gallery.Options(threads: threads)).snapshot()
            #expect(several.table.ids == one.table.ids)
            #expect(contents(several) == contents(one))
        }
    }

    @Test func `a snapshot taken before a removal gives no embedding of what was removed`() throws {
        let gallery = try TestGallery().gallery
        var faces = Faces()
        let ada = try gallery.addPerson(named: "Ada")
        let face = faces.next()
        let id = try gallery.enroll([NewTemplate(face)], as: ada.id)[0]
        let old = try gallery.snapshot()
        try gallery.remove(ada.id)
        #expect(try old.records.embeddings(of: [id.rawValue, 77]) == [nil, nil])
        #expect(try old.records.people(rows: [ada.row]) == [:])
        #expect(try old.nearestTemplates(to: face, count: 1) == [])
    }
}
