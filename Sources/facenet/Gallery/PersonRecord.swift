import FaceEmbedding
import FaceGallery
import Foundation

/// A person as `gallery list` prints it.
struct PersonRecord: Encodable {
    var name: String
    var faces: Int
    var id: String
    var aliases: [String]

    init(_ person: Person, faces: Int) {
        name = person.name
        self.faces = faces
        id = person.id.rawValue
        aliases = person.aliases
    }

    var line: String { [name, "\(faces)", id, aliases.joined(separator: ", ")].joined(separator: "\t") }
}
