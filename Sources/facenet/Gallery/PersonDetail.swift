import FaceEmbedding
import FaceGallery
import Foundation

/// A person as `gallery show` prints it.
struct PersonDetail: Encodable {
    /// A face of the person.
    struct Face: Encodable {
        var face: Int64
        var photo: String?
        /// To the nearest other face of the person.
        var squaredDistance: Float?
        var side: Float?
        var isConfirmed: Bool
        var isSynthetic: Bool
        /// What was drawn onto the face of `origin`; absent for a photo as it is.
        var drawn: String?
        var origin: Int64?
        var hasCrop: Bool
        var created: String

        fileprivate var line: String {
            let kind = drawn ?? (isSynthetic ? "drawn" : isConfirmed ? "confirmed" : "unconfirmed")
            let distance = squaredDistance.map { Double($0).formatted(decimals: 4) } ?? "-"
            let side = side.map { "\(Int($0.rounded()))" } ?? "-"
            return ["\(face)", photo ?? "-", distance, side, kind].joined(separator: "\t")
        }
    }

    var name: String
    var id: String
    var aliases: [String]
    var metadata: [String: String]
    var consent: String?
    var retainUntil: String?
    var created: String
    var faces: [Face]

    init(_ person: Person, templates: [Template]) {
        name = person.name
        id = person.id.rawValue
        aliases = person.aliases
        metadata = person.metadata
        consent = person.consent
        retainUntil = person.retainUntil
        created = person.created.formatted(.iso8601)
        faces = templates.map { template in
            let others = templates.filter { $0.id != template.id && $0.drawn == nil }
            return Face(
                face: template.id.rawValue,
                photo: template.sourceName,
                squaredDistance: others.map { template.embedding.squaredDistance(to: $0.embedding) }.min(),
                side: template.quality?.faceSide,
                isConfirmed: template.isConfirmed,
                isSynthetic: template.isSynthetic,
                drawn: template.drawn,
                origin: template.origin?.rawValue,
                hasCrop: template.hasCrop,
                created: template.created.formatted(.iso8601)
            )
        }
    }

    /// The person and the faces as lines.
    var text: String {
        var lines = ["name\t\(name)", "id\t\(id)", "created\t\(created)"]
        if !aliases.isEmpty { lines.append("aliases\t" + aliases.joined(separator: ", ")) }
        if let consent { lines.append("consent\t\(consent)") }
        if let retainUntil { lines.append("retain until\t\(retainUntil)") }
        lines += metadata.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" }
        return (lines + faces.map(\.line)).joined(separator: "\n")
    }
}
