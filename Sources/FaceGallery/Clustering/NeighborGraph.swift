/// Every face's near neighbors: what all methods of grouping work on, so that none looks at every pair again.
///
/// Faces are the numbers from 0. An edge goes both ways, and nobody is their own neighbor.
struct NeighborGraph {
    /// A neighbor and how far away it is.
    struct Neighbor: Hashable {
        var face: Int32
        var squaredDistance: Float
    }

    /// Where the neighbors of each face begin, and where the last one's end: `[N + 1]`.
    let starts: [Int]
    /// The neighbors, face by face, the nearest first, ties by number.
    let neighbors: [Neighbor]
    /// Whether all pairs within the threshold are there.
    let isComplete: Bool

    /// The number of faces.
    var count: Int { starts.count - 1 }

    /// The neighbors of a face.
    func neighbors(of face: Int) -> ArraySlice<Neighbor> { neighbors[starts[face]..<starts[face + 1]] }

    /// Puts lists of neighbors behind each other, each edge into both lists it belongs to.
    ///
    /// - Parameters:
    ///   - lists: Of each face its neighbors, the nearest first, ties by number.
    ///   - isComplete: Whether none was left out, so that every edge is in both lists already.
    init(lists: consuming [[Neighbor]], isComplete: Bool) {
        self.isComplete = isComplete
        var lists = lists
        if !isComplete { Self.symmetrize(&lists) }
        var starts = [0]
        starts.reserveCapacity(lists.count + 1)
        for list in lists { starts.append(starts[starts.count - 1] + list.count) }
        var neighbors: [Neighbor] = []
        neighbors.reserveCapacity(starts[lists.count])
        for face in lists.indices {
            neighbors += lists[face]
            lists[face] = []
        }
        self.starts = starts
        self.neighbors = neighbors
    }

    private static func symmetrize(_ lists: inout [[Neighbor]]) {
        let counts = lists.map(\.count)
        for face in lists.indices {
            for index in 0..<counts[face] {
                let edge = lists[face][index]
                let back = Neighbor(face: Int32(face), squaredDistance: edge.squaredDistance)
                // The other has it if it comes before the farthest one it kept.
                let other = lists[Int(edge.face)]
                let kept = counts[Int(edge.face)]
                if kept > 0, !(other[kept - 1] < back) { continue }
                lists[Int(edge.face)].append(back)
            }
        }
        for face in lists.indices where lists[face].count > counts[face] { lists[face].sort() }
    }
}

extension NeighborGraph.Neighbor: Comparable {
    /// The nearer one first, ties by number.
    static func < (first: Self, second: Self) -> Bool {
        (first.squaredDistance, first.face) < (second.squaredDistance, second.face)
    }
}
