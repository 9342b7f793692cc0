import Dispatch
import FaceEmbedding
import FaceGallery
import Synchronization
import Testing

@Suite struct StoreConcurrencyTests {
    @Test func `what many threads of two openings write at once is all there`() throws {
        let test = try TestGallery()
        let galleries = [test.gallery, try test.again()]
        let errors = Mutex<[String]>([])
        let written = Mutex<Set<TemplateID>>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            var faces = Faces(seed: UInt64(thread))
            let gallery = galleries[thread % 2]
            do {
                let person = try gallery.addPerson(named: "Person \(thread)").id
                for round in 0..<25 {
                    let ids = try gallery.enroll([NewTemplate(faces.next()), NewTemplate(faces.next())], as: person)
                    let snapshot = try gallery.snapshot()
                    guard ids.allSatisfy({ snapshot.table.person(of: $0.rawValue) != nil }) else {
                        errors.withLock { $0.append("thread \(thread) does not see what it wrote") }
                        return
                    }
                    if round % 5 == 0 { try gallery.remove(ids[0]) }
                    written.withLock { $0.formUnion(round % 5 == 0 ? [ids[1]] : ids) }
                }
            } catch {
                errors.withLock { $0.append("\(error)") }
            }
        }
        #expect(errors.withLock { $0 } == [])
        for gallery in galleries {
            #expect(Set(try gallery.snapshot().table.ids) == Set(written.withLock { $0 }.map(\.rawValue)))
        }
        #expect(try test.gallery.check() == [])
    }
}
