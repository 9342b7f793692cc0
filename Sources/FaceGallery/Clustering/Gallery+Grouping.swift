import FaceEmbedding
import GRDB

/// What a grouping of a gallery's faces did.
public struct GroupingSummary: Hashable, Sendable {
    /// Faces nobody has a name for.
    public var faces: Int
    /// Those that are in a group now.
    public var grouped: Int
    /// The groups they are in.
    public var groups: [GroupID]
    /// Those of them that are new.
    public var newGroups: [GroupID]
    /// Faces that resemble a known person.
    public var pulledIn: Int
    /// See ``Clustering/isExact``.
    public var isExact: Bool
}

extension Gallery {
    /// Groups the faces nobody has a name for.
    ///
    /// What a person confirmed stays as it is: confirmed groups and known people keep their faces, draw others near them
    /// in, and never become one. Other groups are made anew, and keep their numbers where most of their faces do. Call
    /// it again after photos were added. Faces that were rejected for a person do not come to that person.
    ///
    /// Photos are told apart by the hash of their bytes, otherwise by their name; a face with neither is in a photo of its
    /// own.
    ///
    /// - Parameters:
    ///   - clusterer: How.
    ///   - onePerPhoto: Whether a photo shows a person once at most.
    ///   - minimumSize: The fewest faces of a group that is nobody's; fewer are in none.
    /// - Returns: What came of it.
    /// - Throws: ``GalleryError``: `invalidValue` if a threshold is none, and what every write can.
    /// - Complexity: That of ``FaceClusterer/clustering(of:constraints:)`` for all faces of the gallery. Others can write
    ///   meanwhile; a face that somebody placed until it was done stays there.
    @discardableResult
    public func groupFaces(
        with clusterer: FaceClusterer = FaceClusterer(),
        onePerPhoto: Bool = true,
        minimumSize: Int = 2
    ) throws(GalleryError) -> GroupingSummary {
        let input = try GroupingInput(store, onePerPhoto: onePerPhoto)
        let clustering: Clustering
        do throws(ClusteringError) {
            clustering = try clusterer.clustering(of: input.embeddings, constraints: input.constraints)
        } catch {
            throw .invalidValue(reason: error.description)
        }
        return try store.write(.groupFaces) { database, note in
            let plan = GroupingPlan(input, clustering, minimumSize: minimumSize)
            var ids: [Int: Int64] = [:]
            var summary = GroupingSummary(
                faces: input.places.count { $0.person == nil },
                grouped: 0,
                groups: [],
                newGroups: [],
                pulledIn: 0,
                isExact: clustering.isExact
            )
            var suggestions: [Int64: Int64?] = [:]
            for (index, group) in plan.groups.enumerated() {
                let id = try group.id ?? store.addGroup(in: database)
                ids[index] = id
                summary.groups.append(GroupID(rawValue: id))
                if group.id == nil { summary.newGroups.append(GroupID(rawValue: id)) }
                suggestions[id] = .some(group.person)
                if group.person != nil { summary.pulledIn += group.faces.count }
            }
            var changed: [FacePlace] = []
            let now = Dictionary(
                uniqueKeysWithValues: try store.places(where: "person IS NULL", in: database).map { ($0.template, $0) }
            )
            for (index, face) in plan.placements {
                // Placed by a person meanwhile, or gone.
                guard var place = now[input.places[face].template], !place.isConfirmed else { continue }
                place.group = index.flatMap { ids[$0] }
                if place.group != nil { summary.grouped += 1 }
                changed.append(place)
            }
            summary.grouped += plan.confirmedFaces
            try store.apply(changed, suggestions: suggestions, action: .groupFaces, in: database)
            note.details = ["faces": String(summary.faces), "groups": String(summary.groups.count)]
            return summary
        }
    }
}
