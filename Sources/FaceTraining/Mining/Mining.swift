/// Which triplets of a batch are trained on.
///
/// The four differ in what a pair of anchor and positive is paired with; `d` are squared distances, `α` is the margin.
public enum Mining: String, Codable, CaseIterable, Sendable {
    /// Every triplet that the labels allow.
    ///
    /// Hermans, Beyer and Leibe, "In defense of the triplet loss", 2017: *batch all*.
    case batchAll
    /// For **every** pair of anchor and positive, both ways around, one negative with
    /// `d(a,p) < d(a,n) < d(a,p) + α`; none if there is none such.
    ///
    /// *FaceNet*, section 3.2: all anchor-positive pairs, and negatives that are farther than the positive but inside
    /// the margin. Which of those it leaves open; see ``NegativeChoice``.
    case semiHard
    /// For every anchor, its farthest positive and its nearest negative, whether or not they violate the margin.
    ///
    /// Hermans, Beyer and Leibe: *batch hard*. The hardest negatives from the start may collapse the embedding.
    case batchHard
    /// For every pair of one person, taken once, a random negative with `d(a,n) < d(a,p) + α`, hard ones included;
    /// none if there is none such.
    ///
    /// What the well-known TensorFlow implementation by Sandberg mines. The anchor is the first row of the two, unless
    /// the roles leave only the other way around.
    case randomViolator
}

/// Which of several semi-hard negatives of a pair is taken.
public enum NegativeChoice: String, Codable, CaseIterable, Sendable {
    /// One at random, each as likely.
    ///
    /// The default: a mislabeled face is then one candidate of many instead of everyone's favorite.
    case random
    /// The nearest, as TensorFlow Addons' semi-hard loss does; of several, the first row.
    case hardest
}

extension Mining {
    /// Mines a batch.
    ///
    /// Not for ``batchAll`` on large batches: a batch of 1,800 with 40 faces a person has 123 million triplets. The
    /// triplet loss never lists those.
    ///
    /// - Parameters:
    ///   - batch: Distances, people and roles.
    ///   - margin: `α`, in squared distance.
    ///   - choice: Which semi-hard negative to take.
    ///   - generator: Where random negatives come from; other rules draw nothing.
    /// - Returns: Triplets, by anchor, then by positive, then by negative; empty if there are none.
    /// - Complexity: O(*N*² + *N* *K* log *N*), where *K* is the number of faces a person; ``batchAll`` O(*N*² *K*).
    public func triplets(
        in batch: MiningBatch,
        margin: Float,
        choice: NegativeChoice = .random,
        using generator: inout some RandomNumberGenerator
    ) -> [Triplet] {
        switch self {
        case .batchAll: allTriplets(in: batch)
        case .batchHard: hardestTriplets(in: batch)
        case .semiHard, .randomViolator: drawnTriplets(in: batch, margin, choice, &generator)
        }
    }

    private func allTriplets(in batch: MiningBatch) -> [Triplet] {
        (0..<batch.count).flatMap { anchor in
            batch.positives(of: anchor).flatMap { positive in
                (0..<batch.count).lazy
                    .filter { batch.negatives[$0] >= 0 && batch.negatives[$0] != batch.people[anchor] }
                    .map { Triplet(anchor: anchor, positive: positive, negative: $0) }
            }
        }
    }

    private func hardestTriplets(in batch: MiningBatch) -> [Triplet] {
        let distances = batch.distances
        return (0..<batch.count).compactMap { anchor in
            let positives = batch.positives(of: anchor)
            guard var positive = positives.first, batch.negativeCount(of: anchor) > 0 else { return nil }
            for other in positives where distances[anchor, other] > distances[anchor, positive] { positive = other }
            var (negative, nearest) = (0, Float.infinity)
            for row in 0..<batch.count where distances[anchor, row] < nearest {
                guard batch.negatives[row] >= 0, batch.negatives[row] != batch.people[anchor] else { continue }
                (negative, nearest) = (row, distances[anchor, row])
            }
            return Triplet(anchor: anchor, positive: positive, negative: negative)
        }
    }

    /// Triplets whose negative is drawn from all between two distances: those ranks are neighbors.
    private func drawnTriplets(
        in batch: MiningBatch,
        _ margin: Float,
        _ choice: NegativeChoice,
        _ generator: inout some RandomNumberGenerator
    ) -> [Triplet] {
        var (triplets, ranking) = ([Triplet](), NegativeRanking(capacity: batch.count))
        for anchor in 0..<batch.count {
            let positives = batch.positives(of: anchor).filter {
                self == .semiHard || anchor < $0 || !batch.isPairBothWays(anchor, $0)
            }
            guard let farthest = positives.lazy.map({ batch.distances[anchor, $0] }).max() else { continue }
            ranking.rank(anchor, in: batch, below: farthest + margin)
            for positive in positives {
                let distance = batch.distances[anchor, positive]
                let first = self == .semiHard ? ranking.count(atMost: distance) : 0
                let end = ranking.count(below: distance + margin)
                guard first < end else { continue }
                let isFirst = self == .semiHard && choice == .hardest
                let rank = isFirst ? first : Int.random(in: first..<end, using: &generator)
                triplets.append(Triplet(anchor: anchor, positive: positive, negative: ranking.row(rank)))
            }
        }
        return triplets
    }
}
