import FaceGallery
import Foundation

/// A face without a name as JSON.
struct GroupFaceRecord: Encodable {
    var id: Int64
    @Nullable var photo: String?
    var isConfirmed: Bool
    var hasPicture: Bool

    init(_ template: Template, isConfirmed: Bool) {
        (id, photo, hasPicture) = (template.id.rawValue, template.sourceName, template.hasCrop)
        self.isConfirmed = isConfirmed
    }
}

/// A group as JSON.
struct GroupRecord: Encodable {
    struct Suggestion: Encodable {
        var person, name: String
    }

    var id: Int64
    @Nullable var person: String?
    @Nullable var suggestion: Suggestion?
    var isConfirmed: Bool
    var created: Date
    var faces: [GroupFaceRecord]
}

/// What was done to groups, as JSON.
struct GroupEditRecord: Encodable {
    var id: Int64
    var action: String
    var faces: Int
    var created: Date

    init(_ edit: GroupEdit) {
        (id, action, faces, created) = (edit.id, edit.action.rawValue, edit.faces, edit.created)
    }
}
