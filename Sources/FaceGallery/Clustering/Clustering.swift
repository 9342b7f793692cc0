/// Which faces belong together.
public struct Clustering: Hashable, Sendable {
    /// The group of each face, `[N]`: from 0, the largest group first, ties by the first face in the list.
    ///
    /// A face that resembles no other is a group of its own.
    public let labels: [Int]
    /// The faces of each group, by their index, in the order of the list.
    public let groups: [[Int]]
    /// Whether the groups are those of the method's definition.
    ///
    /// False if a face had more near neighbors than ``FaceClusterer/maximumNeighbors``, so that only the nearest counted.
    public let isExact: Bool

    /// Numbers the groups.
    ///
    /// - Parameters:
    ///   - roots: A number for each face, the same for two faces that are together, from 0 below their count.
    ///   - isExact: See ``isExact``.
    init(roots: [Int], isExact: Bool) {
        var members = [[Int]](repeating: [], count: roots.count)
        for (face, root) in roots.enumerated() { members[root].append(face) }
        groups = members.filter { !$0.isEmpty }.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
        var labels = [Int](repeating: 0, count: roots.count)
        for (label, group) in groups.enumerated() { for face in group { labels[face] = label } }
        self.labels = labels
        self.isExact = isExact
    }
}
