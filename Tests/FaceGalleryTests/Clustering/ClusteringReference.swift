import FaceEmbedding
import FaceGallery

/// The methods by their definitions, over all pairs; for few faces.
enum ClusteringReference {
    /// Joins the two nearest groups that may, until none are within the threshold.
    static func agglomerated(
        _ faces: [Embedding],
        _ linkage: FaceClusterer.Linkage,
        threshold: Float,
        mayJoin: ([Int], [Int]) -> Bool = { _, _ in true }
    ) -> [[Int]] {
        var groups = faces.indices.map { [$0] }
        while true {
            var best: (distance: Double, a: Int, b: Int)?
            for a in groups.indices {
                for b in groups.indices where b > a && mayJoin(groups[a], groups[b]) {
                    let all = groups[a].flatMap { one in
                        groups[b].map { Double(faces[one].squaredDistance(to: faces[$0])) }
                    }
                    let distance =
                        switch linkage {
                        case .average: all.reduce(0, +) / Double(all.count)
                        case .complete: all.max() ?? 0
                        case .single: all.min() ?? 0
                        }
                    if distance <= Double(threshold), distance < best?.distance ?? .infinity { best = (distance, a, b) }
                }
            }
            guard let best else { return groups }
            groups[best.a] += groups[best.b]
            groups.remove(at: best.b)
        }
    }

    /// DBSCAN: the faces that have enough others near them, in groups of those that reach each other.
    static func cores(_ faces: [Embedding], minimumFaces: Int, threshold: Float) -> [[Int]] {
        func near(_ a: Int, _ b: Int) -> Bool { faces[a].squaredDistance(to: faces[b]) <= threshold }
        var left = Set(faces.indices.filter { face in faces.indices.count { near(face, $0) } >= minimumFaces })
        var groups: [[Int]] = []
        while let first = left.min() {
            var (group, reached) = ([first], 0)
            left.remove(first)
            while reached < group.count {
                for face in left.filter({ near(group[reached], $0) }) {
                    group.append(face)
                    left.remove(face)
                }
                reached += 1
            }
            groups.append(group)
        }
        return groups
    }
}
