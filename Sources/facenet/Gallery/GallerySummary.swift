import FaceEmbedding
import FaceGallery
import Foundation

/// What `gallery create` and `gallery info` print.
struct GallerySummary: Encodable {
    var gallery: String
    var model: String
    var fingerprint: String
    var dimension: Int
    var note: String
    var created: String
    var people: Int
    var faces: Int
    var unnamedFaces: Int
    var feedback: Int
    var peopleDue: Int
    var version: Int
    var revision: Int64
    var bytes: Int
    var auditEntries: Int
    var auditHash: String

    init(_ gallery: Gallery) throws(Failure) {
        let info = try gallery.naming { (gallery) throws(GalleryError) in try gallery.info() }
        self.gallery = gallery.path
        model = info.model.name
        fingerprint = info.model.fingerprint.description
        dimension = info.model.dimension
        note = info.note
        created = info.created.formatted(.iso8601)
        people = info.people
        faces = info.templates
        unnamedFaces = info.unnamedTemplates
        feedback = info.feedback
        peopleDue = info.peopleDue
        version = info.schemaVersion
        revision = info.revision
        bytes = info.bytes
        auditEntries = info.auditEntries
        auditHash = info.auditHash.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    func print(json: Bool) throws {
        if json { return try Console.printJSON(self) }
        try Console.report(
            [
                "gallery": gallery, "model": model, "fingerprint": fingerprint, "dimension": "\(dimension)",
                "note": note, "created": created, "people": "\(people)", "faces": "\(faces)",
                "unnamed faces": "\(unnamedFaces)", "feedback": "\(feedback)", "people due": "\(peopleDue)",
                "version": "\(version)", "revision": "\(revision)", "bytes": "\(bytes)",
                "audit entries": "\(auditEntries)", "audit hash": auditHash,
            ],
            json: false
        )
    }
}
