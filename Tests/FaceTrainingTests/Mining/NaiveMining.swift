import FaceTraining

/// The definitions of triplets by loops over all of them: the oracle of miners and losses.
struct NaiveMining {
    let distances: PairwiseDistances
    let labels: [Int]
    let isOccluded: [Bool]
    let roles: TripletRoles
    let margin: Float

    private var rows: Range<Int> { labels.indices }

    func mayBeAnchor(_ row: Int) -> Bool { roles == .any || !isOccluded[row] }
    func mayBePositive(_ row: Int) -> Bool { roles == .any || isOccluded[row] }
    func mayBeNegative(_ row: Int) -> Bool { roles == .any || !isOccluded[row] }

    func isPair(_ anchor: Int, _ positive: Int) -> Bool {
        anchor != positive && labels[anchor] == labels[positive] && mayBeAnchor(anchor) && mayBePositive(positive)
    }

    var all: [Triplet] {
        var triplets: [Triplet] = []
        for anchor in rows {
            for positive in rows where isPair(anchor, positive) {
                for negative in rows where labels[negative] != labels[anchor] && mayBeNegative(negative) {
                    triplets.append(Triplet(anchor: anchor, positive: positive, negative: negative))
                }
            }
        }
        return triplets
    }

    var semiHard: [Triplet] { all.filter { positive($0) < negative($0) && negative($0) < positive($0) + margin } }

    var hardestSemiHard: [Triplet] {
        var nearest: [[Int]: Triplet] = [:]
        for triplet in semiHard {
            let pair = [triplet.anchor, triplet.positive]
            guard let known = nearest[pair], negative(known) <= negative(triplet) else {
                nearest[pair] = triplet
                continue
            }
        }
        return sorted(nearest.values)
    }

    var violators: [Triplet] {
        all.filter { triplet in
            negative(triplet) < positive(triplet) + margin
                && (triplet.anchor < triplet.positive || !isPair(triplet.positive, triplet.anchor))
        }
    }

    var batchHard: [Triplet] {
        var hardest: [Int: Triplet] = [:]
        for triplet in all {
            var known = hardest[triplet.anchor] ?? triplet
            if positive(triplet) > positive(known) { known.positive = triplet.positive }
            if negative(triplet) < negative(known) { known.negative = triplet.negative }
            hardest[triplet.anchor] = known
        }
        return sorted(hardest.values)
    }

    func positive(_ triplet: Triplet) -> Float { distances[triplet.anchor, triplet.positive] }
    func negative(_ triplet: Triplet) -> Float { distances[triplet.anchor, triplet.negative] }

    private func sorted(_ triplets: some Sequence<Triplet>) -> [Triplet] {
        triplets.sorted { ($0.anchor, $0.positive, $0.negative) < ($1.anchor, $1.positive, $1.negative) }
    }
}
