/// DBSCAN, and with a minimum of one face single linkage, on a graph of neighbors.
///
/// Edges are taken the shortest first, so that where a constraint keeps groups apart, the nearer ones are together.
struct DensityGrouping {
    /// How many faces, itself among them, make a face one that others join.
    var minimumFaces: Int
    /// The greatest squared distance.
    var threshold: Float

    /// Joins what the method joins.
    func join(_ partition: inout Partition, _ graph: NeighborGraph) {
        let isCore = (0..<graph.count).map { face in
            1 + graph.neighbors(of: face).prefix { $0.squaredDistance <= threshold }.count >= minimumFaces
        }
        if partition.isFree {
            joinFreely(&partition, graph, isCore)
        } else {
            joinShortestFirst(&partition, graph, isCore)
        }
        for face in 0..<graph.count where !isCore[face] {
            // Who was put somewhere already stays there, and does not draw that group along.
            guard partition.sizes[Int(partition.root(of: Int32(face)))] == 1 else { continue }
            for neighbor in graph.neighbors(of: face) where isCore[Int(neighbor.face)] {
                guard neighbor.squaredDistance <= threshold else { break }
                let (a, b) = (partition.root(of: Int32(face)), partition.root(of: neighbor.face))
                guard a == b || partition.mayJoin(a, b) else { continue }
                if a != b { partition.join(a, b) }
                break
            }
        }
    }

    /// Without constraints the order does not matter.
    private func joinFreely(_ partition: inout Partition, _ graph: NeighborGraph, _ isCore: [Bool]) {
        for face in 0..<graph.count where isCore[face] {
            for neighbor in graph.neighbors(of: face) where isCore[Int(neighbor.face)] {
                guard neighbor.squaredDistance <= threshold else { break }
                let (a, b) = (partition.root(of: Int32(face)), partition.root(of: neighbor.face))
                if a != b { partition.join(a, b) }
            }
        }
    }

    private func joinShortestFirst(_ partition: inout Partition, _ graph: NeighborGraph, _ isCore: [Bool]) {
        var edges: [(neighbor: NeighborGraph.Neighbor, face: Int32)] = []
        for face in 0..<graph.count where isCore[face] {
            for neighbor in graph.neighbors(of: face) where neighbor.face > face && isCore[Int(neighbor.face)] {
                guard neighbor.squaredDistance <= threshold else { break }
                edges.append((neighbor, Int32(face)))
            }
        }
        edges.sort { ($0.neighbor, $0.face) < ($1.neighbor, $1.face) }
        for edge in edges {
            let (a, b) = (partition.root(of: edge.face), partition.root(of: edge.neighbor.face))
            if a != b, partition.mayJoin(a, b) { partition.join(a, b) }
        }
    }
}
