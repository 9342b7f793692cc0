import CCodes

/// Average and complete linkage, exactly, without a table of all distances.
///
/// Two groups whose mean distance is within the threshold have at least one pair within it, and two whose every pair is
/// within it have them all. So a graph of the pairs within the threshold holds every join there will be. The mean over
/// all pairs needs no pairs at all: for points at length 1 it is `2 - 2 a·b / (n m)`, where `a` and `b` are the sums of
/// the `n` and `m` points.
///
/// Both linkages are reducible: a join never brings two groups nearer than the nearer of what was joined. So each group's
/// nearest neighbor is looked for again only when it comes up and is no longer there: Müllner, "Modern hierarchical,
/// agglomerative clustering algorithms", <https://arxiv.org/abs/1109.2378>, section 3.1.
struct Agglomeration {
    /// Another group, and what is known of the pairs between it and this one.
    private struct Link {
        var group: Int32
        /// The greatest squared distance of a pair.
        var greatest: Float
        /// How many pairs are within the threshold.
        var pairs: Int32
    }

    /// A group and the nearest other one, as they were.
    private struct Couple: HeapElement {
        var squaredDistance: Float
        var group: Int32
        var other: Int32
        var version: Int32
        var otherVersion: Int32

        /// The nearer first, ties by the numbers of both, whichever looked.
        private var order: (Float, Int32, Int32, Int32) {
            (squaredDistance, min(group, other), max(group, other), group)
        }

        static func < (first: Self, second: Self) -> Bool { first.order < second.order }
    }

    private let isComplete: Bool
    private let threshold: Float
    private let dimension: Int
    private var links: [[Link]]
    /// The sum of each group's points, `[N, D]`; only for the mean.
    private var sums: [Float]
    private var versions: [Int32]
    /// Where a group is in the list being put together, and in which list that was.
    private var places: [Int32]
    private var stamps: [Int32]
    private var stamp: Int32 = 0
    private var heap = Heap<Couple>()

    /// Prepares to join.
    init(_ linkage: FaceClusterer.Linkage, threshold: Float, graph: NeighborGraph, matrix: FaceMatrix) {
        precondition(linkage != .single, "single linkage needs no distances of groups")
        isComplete = linkage == .complete
        self.threshold = threshold
        dimension = matrix.dimension
        links = (0..<graph.count).map { face in
            graph.neighbors(of: face).prefix { $0.squaredDistance <= threshold }
                .map { Link(group: $0.face, greatest: $0.squaredDistance, pairs: 1) }
        }
        sums = linkage == .average ? matrix.rows : []
        versions = [Int32](repeating: 0, count: graph.count)
        places = versions
        stamps = versions
    }

    /// Joins the two nearest groups that may, until none are within the threshold.
    mutating func join(_ partition: inout Partition) {
        gather(&partition)
        for group in links.indices where partition.root(of: Int32(group)) == group { push(Int32(group), &partition) }
        while let couple = heap.popFirst() {
            guard partition.root(of: couple.group) == couple.group, versions[Int(couple.group)] == couple.version else {
                continue
            }
            guard partition.root(of: couple.other) == couple.other,
                versions[Int(couple.other)] == couple.otherVersion
            else {
                push(couple.group, &partition)
                continue
            }
            let joined = partition.join(couple.group, couple.other)
            absorb(joined == couple.group ? couple.other : couple.group, into: joined)
            versions[Int(joined)] += 1
            push(joined, &partition)
        }
    }

    /// Takes over what is together from the start.
    private mutating func gather(_ partition: inout Partition) {
        for face in links.indices {
            let root = partition.root(of: Int32(face))
            if root != face { absorb(Int32(face), into: root) }
        }
    }

    private mutating func absorb(_ group: Int32, into root: Int32) {
        links[Int(root)] += links[Int(group)]
        links[Int(group)] = []
        guard !sums.isEmpty else { return }
        let (from, to) = (Int(group) * dimension, Int(root) * dimension)
        for k in 0..<dimension { sums[to + k] += sums[from + k] }
    }

    /// Finds a group's nearest other group, and forgets those that it will never join.
    private mutating func push(_ group: Int32, _ partition: inout Partition) {
        var list = distinct(links[Int(group)], of: group, &partition)
        let size = partition.sizes[Int(group)]
        var distances = list.map(\.greatest)
        if isComplete {
            for (index, link) in list.enumerated() {
                let pairs = Int(size) * Int(partition.sizes[Int(link.group)])
                if Int(link.pairs) != pairs { distances[index] = .infinity }
            }
        } else if versions[Int(group)] > 0 || size > 1 || list.contains(where: { partition.sizes[Int($0.group)] > 1 }) {
            distances = meanDistances(of: group, to: list, partition.sizes)
        }
        var nearest: (distance: Float, group: Int32)?
        var kept = 0
        for index in list.indices where distances[index] <= threshold && partition.mayJoin(group, list[index].group) {
            let candidate = (distances[index], list[index].group)
            if nearest.map({ candidate < ($0.distance, $0.group) }) ?? true { nearest = candidate }
            list[kept] = list[index]
            kept += 1
        }
        list.removeLast(list.count - kept)
        links[Int(group)] = list
        guard let nearest else { return }
        heap.insert(
            Couple(
                squaredDistance: nearest.distance,
                group: group,
                other: nearest.group,
                version: versions[Int(group)],
                otherVersion: versions[Int(nearest.group)]
            )
        )
    }

    /// One link for each group there is now.
    private mutating func distinct(_ list: [Link], of group: Int32, _ partition: inout Partition) -> [Link] {
        stamp += 1
        var result: [Link] = []
        result.reserveCapacity(list.count)
        for link in list {
            let root = partition.root(of: link.group)
            guard root != group else { continue }
            if stamps[Int(root)] == stamp {
                let place = Int(places[Int(root)])
                result[place].greatest = max(result[place].greatest, link.greatest)
                result[place].pairs += link.pairs
            } else {
                stamps[Int(root)] = stamp
                places[Int(root)] = Int32(result.count)
                result.append(Link(group: root, greatest: link.greatest, pairs: link.pairs))
            }
        }
        return result
    }

    private func meanDistances(of group: Int32, to list: [Link], _ sizes: [Int32]) -> [Float] {
        let ids = list.map(\.group)
        let size = Float(sizes[Int(group)])
        let products = [Float](unsafeUninitializedCapacity: ids.count) { buffer, used in
            sums.withUnsafeBufferPointer { sums in
                guard let base = sums.baseAddress, let out = buffer.baseAddress else { return }
                products_gather(base + Int(group) * dimension, base, dimension, ids, ids.count, out)
            }
            used = ids.count
        }
        return zip(products, ids).map {
            NeighborGraph.distance(ofProduct: $0 / (size * Float(sizes[Int($1)])))
        }
    }
}
