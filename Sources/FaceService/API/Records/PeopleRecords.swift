import FaceEmbedding
import FaceGallery
import FaceRecognition
import Foundation

/// A person as JSON.
struct PersonRecord: Encodable {
    var id, name: String
    var aliases: [String]
    var metadata: [String: String]
    @Nullable var consent: String?
    @Nullable var retainUntil: String?
    var created: Date
    var faces: Int
    @Nullable var cover: Int64?

    init(_ person: Person, faces: Int, cover: TemplateID?) {
        (id, name, aliases, metadata) = (person.id.rawValue, person.name, person.aliases, person.metadata)
        (consent, retainUntil, created) = (person.consent, person.retainUntil, person.created)
        self.faces = faces
        self.cover = cover?.rawValue
    }
}

/// A page of people as JSON.
struct PeopleRecord: Encodable {
    var people: [PersonRecord]
    @Nullable var next: String?
    var total: Int
}

/// A face of a person as JSON.
struct EnrolledFaceRecord: Encodable {
    struct Quality: Encodable {
        @Nullable var faceSide: Float?
        @Nullable var sharpness: Float?
        @Nullable var yaw: Float?
        @Nullable var pitch: Float?
        @Nullable var roll: Float?
    }

    var id: Int64
    @Nullable var photo: String?
    var created: Date
    var isConfirmed: Bool
    @Nullable var drawn: String?
    @Nullable var origin: Int64?
    var hasPicture: Bool
    @Nullable var nearest: Float?
    @Nullable var quality: Quality?
    var advice: [AdviceRecord]
}

/// What became of a photo as JSON.
struct EnrollmentRecord: Encodable {
    var result: String
    @Nullable var person: String?
    var name: String
    @Nullable var face: Int64?
    var advice: [AdviceRecord]
    @Nullable var detection: FaceRecord?
}

/// What a deletion erased, as JSON.
struct ReceiptRecord: Encodable {
    struct Export: Encodable {
        var file: String
        var created: Date
    }

    struct Audit: Encodable {
        var sequence: Int64
        var hash: String
        var isIntact: Bool
    }

    var person: String
    var faces: [Int64]
    var feedback: Int
    var isErased: Bool
    var exports: [Export]
    var audit: Audit
}

/// A statement as JSON.
struct FeedbackRecord: Encodable {
    var id: Int64
    var kind: String
    var person: String
    @Nullable var face: Int64?
    var note: String
    var created: Date

    init(_ feedback: Feedback) {
        (id, person, note, created) = (feedback.id.rawValue, feedback.person.rawValue, feedback.note, feedback.created)
        kind = feedback.kind == .samePerson ? "samePerson" : "notThisPerson"
        face = feedback.template?.rawValue
    }
}
