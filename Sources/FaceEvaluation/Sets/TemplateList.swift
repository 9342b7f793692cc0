/// People by several images each, still or from videos, as the IARPA Janus benchmarks (IJB) have them.
///
/// A template is what is known of one person at one enrollment: images, each of a medium (a photo, a video). The frames of
/// a video are averaged first, so that a long one does not outweigh a photo; then the media; the result is made a unit
/// vector. So in <https://github.com/deepinsight/insightface>, `recognition/_evaluation_/ijb`, `image2template_feature`.
public struct TemplateList: Hashable, Sendable {
    /// One template.
    public struct Template: Hashable, Sendable {
        /// Its number or name.
        public let id: String
        /// Who it shows.
        public let subject: String
        /// The images of each medium, media and images in the order of the file.
        public let media: [[String]]
        /// The line it is first mentioned on, counted from 1.
        public let line: Int
    }

    /// The templates, in the order of the file.
    public let templates: [Template]
    /// The line of the file on which each image is first mentioned, counted from 1.
    private let lines: [String: Int]

    /// Reads templates from a table with columns `template`, `subject`, `media` and `image`; a row an image.
    ///
    /// - Parameter text: The content of the file.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` with the line, if a column is missing, a template shows two
    ///   subjects, or has an image twice.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public init(csv text: String) throws(EvaluationError) {
        let table = try CommaSeparatedTable(text)
        let template = try table.column("template", "template_id", "templateid")
        let subject = try table.column("subject", "subject_id", "subjectid")
        let medium = try table.column("media", "medium", "media_id", "mediaid")
        let image = try table.column("image", "file", "filename")
        var builders: [Builder] = []
        var places: [String: Int] = [:]
        var lines: [String: Int] = [:]
        for row in table.rows {
            let id = row.fields[template]
            guard !id.isEmpty, !row.fields[subject].isEmpty else {
                throw .malformed(line: row.line, reason: "a template or a subject has no name")
            }
            let place = places[id, default: builders.count]
            if place == builders.count {
                places[id] = place
                builders.append(Builder(subject: row.fields[subject], line: row.line))
            }
            guard builders[place].subject == row.fields[subject] else {
                let reason = "template \(id) shows \(builders[place].subject) on line \(builders[place].line)"
                throw .malformed(line: row.line, reason: reason)
            }
            let path = try PairList.path(row.fields[image], line: row.line)
            guard builders[place].images.insert(path).inserted else {
                throw .malformed(line: row.line, reason: "template \(id) has \(path) already")
            }
            builders[place].append(path, medium: row.fields[medium])
            if lines[path] == nil { lines[path] = row.line }
        }
        guard !builders.isEmpty else { throw .malformed(line: 1, reason: "there are no templates") }
        self.lines = lines
        let ids = Dictionary(uniqueKeysWithValues: places.map { ($0.value, $0.key) })
        templates = builders.enumerated().map { index, builder in
            Template(id: ids[index] ?? "", subject: builder.subject, media: builder.media, line: builder.line)
        }
    }

    /// Every image of a template, once, in the order of first mention.
    public var images: [String] {
        var seen: Set<String> = []
        return templates.flatMap { $0.media.joined() }.filter { seen.insert($0).inserted }
    }

    /// Returns the line of the file on which an image is first mentioned.
    ///
    /// - Parameter image: A path below the images' folder.
    /// - Returns: Counted from 1; `nil` if no template has the image.
    public func line(of image: String) -> Int? { lines[image] }

    /// Reads the pairs of templates to compare, from a table with columns `first` and `second`.
    ///
    /// Whether they are the same person follows from the subjects; a column `same` is compared with that.
    ///
    /// - Parameter text: The content of the file.
    /// - Returns: Pairs of template names, in one fold.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` with the line, if a template is not known, a pair is there
    ///   twice, or `same` contradicts the subjects.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public func pairs(csv text: String) throws(EvaluationError) -> PairList {
        let subjects = Dictionary(uniqueKeysWithValues: templates.map { ($0.id, $0.subject) })
        let table = try CommaSeparatedTable(text)
        let (first, second) = (try table.column("first", "enroll"), try table.column("second", "verify"))
        let same = table.columns.firstIndex(of: "same")
        var builder = PairListBuilder()
        for row in table.rows {
            let names = [row.fields[first], row.fields[second]]
            if let unknown = names.first(where: { subjects[$0] == nil }) {
                throw .malformed(line: row.line, reason: "there is no template `\(unknown)`")
            }
            let isSame = subjects[names[0]] == subjects[names[1]]
            if let same, try PairList.isSame(row.fields[same], line: row.line) != isSame {
                let reason = "`\(row.fields[same])` is not what the subjects of the templates say"
                throw .malformed(line: row.line, reason: reason)
            }
            let pair = LabelledPair(first: names[0], second: names[1], isSame: isSame)
            try builder.append(pair, fold: nil, line: row.line)
        }
        return try builder.list(allowsUnequalFolds: false)
    }
}

private struct Builder {
    let subject: String
    let line: Int
    var images: Set<String> = []
    private(set) var media: [[String]] = []
    private var places: [String: Int] = [:]

    init(subject: String, line: Int) {
        self.subject = subject
        self.line = line
    }

    mutating func append(_ path: String, medium: String) {
        // An image of no medium is one of its own.
        let place = medium.isEmpty ? media.count : places[medium, default: media.count]
        if place == media.count {
            if !medium.isEmpty { places[medium] = place }
            media.append([])
        }
        media[place].append(path)
    }
}
