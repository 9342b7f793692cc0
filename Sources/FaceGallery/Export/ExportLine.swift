import FaceEmbedding
import Foundation

/// A line of an export: a JSON object with one member, which says what the line is.
///
/// First the header, then people, each before anything of theirs, templates, feedback, and last the end, whose hash of
/// all lines before tells a file that was cut or changed. Embeddings are Base64 of little-endian floats: bit for bit.
enum ExportLine: Codable {
    case header(ExportHeader)
    case person(ExportPerson)
    case template(ExportTemplate)
    case feedback(ExportFeedback)
    case end(ExportEnd)

    private enum CodingKeys: String, CodingKey { case header, person, template, feedback, end }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self =
            switch container.allKeys.first {
            case .header: .header(try container.decode(ExportHeader.self, forKey: .header))
            case .person: .person(try container.decode(ExportPerson.self, forKey: .person))
            case .template: .template(try container.decode(ExportTemplate.self, forKey: .template))
            case .feedback: .feedback(try container.decode(ExportFeedback.self, forKey: .feedback))
            case .end: .end(try container.decode(ExportEnd.self, forKey: .end))
            case nil:
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a line of an unknown kind"))
            }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .header(let header): try container.encode(header, forKey: .header)
        case .person(let person): try container.encode(person, forKey: .person)
        case .template(let template): try container.encode(template, forKey: .template)
        case .feedback(let feedback): try container.encode(feedback, forKey: .feedback)
        case .end(let end): try container.encode(end, forKey: .end)
        }
    }
}

/// What an export is of.
struct ExportHeader: Codable, Hashable {
    static let format = "FaceNet gallery export"
    static let version = 1

    var format = Self.format
    var version = Self.version
    var model: GalleryModel
    var note: String
}

/// A person of an export.
struct ExportPerson: Codable, Hashable {
    var key: PersonID
    var name: String
    var aliases: [String]
    var metadata: [String: String]
    var consent: String?
    var retainUntil: String?
    var created: Int64
}

/// A face of an export.
struct ExportTemplate: Codable, Hashable {
    /// `nil`: a face nobody has a name for.
    var person: PersonID?
    var embedding: Data
    var sourceHash: Data?
    var sourceName: String?
    var box: TemplateBox?
    var quality: TemplateQuality?
    var crop: Data?
    var isConfirmed: Bool
    var isSynthetic: Bool
    var created: Int64
    /// Absent where there is none.
    var variants: [ExportVariant]?
}

/// What was drawn onto a face of an export; it has no line of its own.
struct ExportVariant: Codable, Hashable {
    var embedding: Data
    var drawn: String
}

/// What was said of a face that was mistaken.
struct ExportFeedback: Codable, Hashable {
    var notThisPerson: PersonID
    var embedding: Data
    var note: String
    var created: Int64
}

/// What an export must have had before its end.
struct ExportEnd: Codable, Hashable {
    var people: Int
    var templates: Int
    var feedback: Int
    /// The SHA-256 of all bytes of the lines before, in hexadecimal digits.
    var sha256: String
}
