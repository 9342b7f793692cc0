/// Pulls faces to the people they are known to be, before strangers are grouped.
struct KnownPeople {
    /// Whether each face is one of a known person, `[N]`.
    var isKnown: [Bool]
    /// The greatest squared distance.
    var threshold: Float

    /// Joins each unknown face to the nearest known one, the nearest couples first, as far as the constraints allow.
    ///
    /// Only faces that were known before pull: nobody comes in through another who came in.
    func pull(into partition: inout Partition, along graph: NeighborGraph) {
        var couples: [(edge: NeighborGraph.Neighbor, face: Int32)] = []
        for face in 0..<graph.count where !isKnown[face] {
            for neighbor in graph.neighbors(of: face) {
                if neighbor.squaredDistance > threshold { break }
                if isKnown[Int(neighbor.face)] { couples.append((neighbor, Int32(face))) }
            }
        }
        couples.sort { ($0.edge, $0.face) < ($1.edge, $1.face) }
        for couple in couples {
            let (person, face) = (partition.root(of: couple.edge.face), partition.root(of: couple.face))
            if person != face, partition.mayJoin(person, face) { partition.join(person, face) }
        }
    }
}
