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

    /// Faces without a name that are not to come to a person, each with one of that person's.
    ///
    /// The rule that identification has: feedback against a person holds for the faces nearer to what was rejected than to
    /// any of the person's own.
    private static func rejections(
        _ store: GalleryStore,
        _ places: [FacePlace],
        _ embeddings: [Embedding],
        in database: Database
    ) throws -> [ClusterConstraints.Pair] {
        let rejections = try store.rejections(in: database).map(\.rejection)
        guard !rejections.isEmpty else { return [] }
        var owned: [Int64: [Int]] = [:]
        for (index, place) in places.enumerated() {
            if let person = place.person { owned[person, default: []].append(index) }
        }
        var pairs: [ClusterConstraints.Pair] = []
        for rejection in rejections {
            guard let own = owned[rejection.person], let first = own.first else { continue }
            for (index, place) in places.enumerated() where place.person == nil {
                let distance = embeddings[index].squaredDistance(to: rejection.embedding)
                guard distance <= farthest,
                    own.allSatisfy({ embeddings[index].squaredDistance(to: embeddings[$0]) >= distance })
                else { continue }
                pairs.append(ClusterConstraints.Pair(index, first))
            }
        }
        return pairs
    }

    /// Beyond this squared distance from what was rejected, feedback says nothing of a face.
    private static let farthest: Float = 1.5
}
