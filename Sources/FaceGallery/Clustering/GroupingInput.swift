import FaceEmbedding
import GRDB

/// Everything a grouping looks at, read at one moment.
struct GroupingInput {
    /// Where the faces are now.
    private(set) var places: [FacePlace]
    /// What they are compared by.
    private(set) var embeddings: [Embedding]
    /// What is known of them.
    private(set) var constraints: ClusterConstraints

    /// Known people and confirmed groups under one kind of number: rows of people are positive, groups negative.
    static func number(of place: FacePlace) -> Int? {
        if let person = place.person { return Int(person) }
        return place.isConfirmed ? place.group.map { -Int($0) } : nil
    }

    /// Reads all faces of a gallery.
    init(_ store: GalleryStore, onePerPhoto: Bool) throws(GalleryError) {
        (places, embeddings, constraints) = try store.read { database in
            let places = try store.places(where: "TRUE", in: database)
            let templates = try store.templates(where: "TRUE", [], in: database)
            var constraints = ClusterConstraints(people: places.map(Self.number))
            if onePerPhoto { constraints.photos = Self.photos(of: templates) }
            constraints.cannotLink = try Self.rejections(store, places, templates.map(\.embedding), in: database)
            return (places, templates.map(\.embedding), constraints)
        }
    }

    private static func photos(of templates: [Template]) -> [Int] {
        var numbers: [String: Int] = [:]
        return templates.enumerated().map { index, template in
            guard let source = template.sourceHash.map({ "\($0)" }) ?? template.sourceName else { return -1 - index }
            if let number = numbers[source] { return number }
            numbers[source] = numbers.count
            return numbers.count - 1
        }
    }

    /// Faces that somebody said are not a person's, and all of that person's.
    private static func rejections(
        _ store: GalleryStore,
        _ places: [FacePlace],
        _ embeddings: [Embedding],
        in database: Database
    ) throws -> [ClusterConstraints.Pair] {
        let sql = """
            SELECT vectors.vector, feedback.person FROM feedback JOIN vectors ON vectors.id = feedback.id
            WHERE feedback.kind = 'not this person'
            """
        let rejections = try database.all(sql) { row in
            (try row.withBlob(0) { store.embedding(of: $0) }, try row.integer(1))
        }
        guard !rejections.isEmpty else { return [] }
        var firsts: [Int64: Int] = [:]
        for (index, place) in places.enumerated() {
            if let person = place.person, firsts[person] == nil { firsts[person] = index }
        }
        var pairs: [ClusterConstraints.Pair] = []
        for case (let embedding?, let person) in rejections {
            guard let first = firsts[person] else { continue }
            for (index, place) in places.enumerated() where place.person == nil {
                if embeddings[index].squaredDistance(to: embedding) <= sameFace {
                    pairs.append(ClusterConstraints.Pair(index, first))
                }
            }
        }
        return pairs
    }

    /// The greatest squared distance of two embeddings of one face in one photo, measured twice.
    private static let sameFace: Float = 0.1
}
