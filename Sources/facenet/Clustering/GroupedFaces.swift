import FaceDetection
import FaceEmbedding
import FaceEvaluation
import FaceGallery

/// A face that was grouped, as it is written.
struct GroupedFace: Encodable {
    /// The photo's path; of a face that was enrolled without one, nothing.
    var photo: String?
    /// The number of the face: in its photo from 0, or in its gallery.
    var face: Int64
    /// `[x, y, width, height]` in the photo, in pixels.
    var box: [Float]?
}

/// Groups of faces, as they are written.
struct GroupedFaces: Encodable {
    /// Faces that are one person.
    struct Group: Encodable {
        var group: Int64
        /// Who a person said it is.
        var person: String?
        /// Who it resembles.
        var suggestion: String?
        var isConfirmed: Bool
        var faces: [GroupedFace]

        /// What a page or a folder calls it.
        var title: String {
            if let person { return person }
            return suggestion.map { "\($0)?" } ?? "Group \(group)"
        }
    }

    /// A photo that could not be read, or shows no face.
    struct Problem: Encodable {
        var photo: String
        var reason: String
    }

    var method: String
    /// The greatest squared distance, if one was given.
    var threshold: Float?
    var onePerPhoto: Bool
    /// Whether the groups are those of the method's definition; see `Clustering.isExact`.
    var isExact: Bool
    var groups: [Group]
    /// Faces in no group.
    var ungrouped: [GroupedFace]
    var problems: [Problem] = []

    /// A line a face, tabs between: group, photo, number of the face, person.
    var lines: [String] {
        func line(_ face: GroupedFace, _ group: Group?) -> String {
            [
                group.map { "\($0.group)" } ?? "-", face.photo ?? "-", "\(face.face)",
                group?.person ?? group?.suggestion.map { "\($0)?" } ?? "-",
            ].joined(separator: "\t")
        }
        return groups.flatMap { group in group.faces.map { line($0, group) } } + ungrouped.map { line($0, nil) }
    }

    /// How many faces there are.
    var count: Int { groups.reduce(ungrouped.count) { $0 + $1.faces.count } }

    /// What is said of them in a sentence.
    var summary: String {
        "\(count) faces, \(count - ungrouped.count) of them in \(groups.count) groups"
    }
}

extension GroupedFaces {
    /// How well the groups agree with the folders that photos lie in, each taken for a person; faces in no group are alone.
    func report() -> ClusteringReport {
        var (labels, people): ([Int], [String]) = ([], [])
        func folder(_ face: GroupedFace) -> String {
            (face.photo ?? "").split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        }
        for (index, group) in groups.enumerated() {
            labels += group.faces.map { _ in index }
            people += group.faces.map(folder)
        }
        labels += ungrouped.indices.map { groups.count + $0 }
        people += ungrouped.map(folder)
        return ClusteringReport(groups: labels, people: people)
    }
}

extension ClusteringReport {
    /// Names and values.
    var figures: KeyValuePairs<String, String> {
        func text(_ value: Double) -> String { value.formatted(decimals: 4) }
        return [
            "faces": "\(faces)", "people": "\(people)", "groups": "\(groups)",
            "pairwise precision": text(pairwise.precision), "pairwise recall": text(pairwise.recall),
            "pairwise F": text(pairwise.f),
            "B-cubed precision": text(bCubed.precision), "B-cubed recall": text(bCubed.recall),
            "B-cubed F": text(bCubed.f), "V-measure": text(vMeasure),
            "merges": "\(clicks.merges)", "splits": "\(clicks.splits)", "moves": "\(clicks.moves)",
        ]
    }
}
