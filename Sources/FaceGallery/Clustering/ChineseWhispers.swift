/// Chinese whispers: each face takes the name its neighbors say loudest, in an order that a seed decides.
///
/// Biemann, "Chinese Whispers: an efficient graph clustering algorithm", 2006. A neighbor counts by how much nearer than
/// the threshold it is.
struct ChineseWhispers {
    /// Decides the order.
    var seed: UInt64
    /// The greatest squared distance.
    var threshold: Float
    /// The most times everyone listens; names settle long before.
    var rounds = 100

    /// Joins who has one name in the end.
    func join(_ partition: inout Partition, _ graph: NeighborGraph) {
        // Who is together from the start listens and speaks as one.
        let speakers = partition.roots()
        var members = [[Int]](repeating: [], count: graph.count)
        for (face, speaker) in speakers.enumerated() { members[speaker].append(face) }
        var names = Names(count: graph.count, isTracked: !partition.isFree)
        var order = members.indices.filter { !members[$0].isEmpty }
        var generator = SplitMix64(state: seed)
        var votes: [Int: Float] = [:]
        for _ in 0..<rounds {
            order.shuffle(using: &generator)
            var isSettled = true
            for speaker in order where partition.person(ofRoot: Int32(speaker)) == nil {
                votes.removeAll(keepingCapacity: true)
                for face in members[speaker] {
                    for neighbor in graph.neighbors(of: face) {
                        let weight = threshold - neighbor.squaredDistance
                        if weight < 0 { break }
                        let other = speakers[Int(neighbor.face)]
                        if other != speaker { votes[names[other], default: 0] += weight }
                    }
                }
                guard let name = choice(of: speaker, votes, names, &partition), name != names[speaker] else { continue }
                names.rename(speaker, to: name)
                isSettled = false
            }
            if isSettled { break }
        }
        // Whose name it was first may have another one by now.
        var firstBearers: [Int: Int32] = [:]
        for speaker in members.indices where !members[speaker].isEmpty {
            guard let first = firstBearers[names[speaker]] else {
                firstBearers[names[speaker]] = Int32(speaker)
                continue
            }
            partition.join(partition.root(of: first), partition.root(of: Int32(speaker)))
        }
    }

    /// The loudest name that a constraint does not forbid, the lowest of equals.
    private func choice(
        of speaker: Int,
        _ votes: [Int: Float],
        _ names: Names,
        _ partition: inout Partition
    ) -> Int? {
        let ranked = votes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !names.isTracked { return ranked.first?.key }
        for (name, _) in ranked {
            let others = names.bearers(of: name).filter { $0 != speaker }
            if others.allSatisfy({ partition.mayJoin(Int32(speaker), Int32($0)) }) { return name }
        }
        return nil
    }
}

/// Who has which name; a name is the number of the face that had it first.
private struct Names {
    private var names: [Int]
    private var bearersOfNames: [Set<Int>]
    /// Whether bearers are kept.
    let isTracked: Bool

    init(count: Int, isTracked: Bool) {
        names = Array(0..<count)
        self.isTracked = isTracked
        bearersOfNames = isTracked ? names.map { [$0] } : []
    }

    subscript(speaker: Int) -> Int { names[speaker] }

    func bearers(of name: Int) -> Set<Int> { bearersOfNames[name] }

    mutating func rename(_ speaker: Int, to name: Int) {
        if isTracked {
            bearersOfNames[names[speaker]].remove(speaker)
            bearersOfNames[name].insert(speaker)
        }
        names[speaker] = name
    }
}
