#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The summed loss of many triplets, and how it grows with each distance.
struct TripletSum {
    var loss = 0.0
    var mined = 0
    var active = 0
    var coefficients: PairCoefficients

    init(count: Int) { coefficients = PairCoefficients(count: count) }

    /// Adds triplets one by one.
    mutating func add(
        _ triplets: [Triplet],
        _ distances: PairwiseDistances,
        _ form: TripletLoss.Form,
        _ margin: Float
    ) {
        mined += triplets.count
        for triplet in triplets {
            let positive = distances[triplet.anchor, triplet.positive]
            let negative = distances[triplet.anchor, triplet.negative]
            let slope: Float
            switch form {
            case .hinge:
                guard negative < positive + margin else { continue }
                loss += Double(positive + margin) - Double(negative)
                slope = 1
            case .softMargin:
                let z = exp(positive - negative)
                loss += Double(log1p(z))
                slope = z / (1 + z)
            }
            active += 1
            let row = triplet.anchor * coefficients.count
            coefficients.values[row + triplet.positive] += slope
            coefficients.values[row + triplet.negative] -= slope
        }
    }

    /// Adds the hinges of every triplet, without looking at each.
    ///
    /// Of an anchor's negatives in order of distance, those that violate a positive's margin are the first few: their
    /// number and the sum of their distances give the positive's share, and how many positives reach how far gives the
    /// negatives'.
    mutating func addAllHinges(in batch: MiningBatch, _ margin: Float) {
        var ranking = NegativeRanking(capacity: batch.count)
        var sums = [Double](repeating: 0, count: batch.count + 1)
        // How many positives' margins end before each rank.
        var ends = [Int32](repeating: 0, count: batch.count + 1)
        for anchor in 0..<batch.count {
            let positives = batch.positives(of: anchor)
            mined += positives.count * batch.negativeCount(of: anchor)
            guard let farthest = positives.lazy.map({ batch.distances[anchor, $0] }).max() else { continue }
            ranking.rank(anchor, in: batch, below: farthest + margin)
            let count = ranking.count
            for rank in 0..<count {
                sums[rank + 1] = sums[rank] + Double(ranking.distance(rank))
                ends[rank] = 0
            }
            ends[count] = 0
            let row = anchor * batch.count
            for positive in positives {
                let limit = batch.distances[anchor, positive] + margin
                let end = ranking.count(below: limit)
                ends[end] += 1
                loss += Double(end) * Double(limit) - sums[end]
                active += end
                coefficients.values[row + positive] += Float(end)
            }
            var reaching = Int32(positives.count)
            for rank in 0..<count {
                reaching -= ends[rank]
                coefficients.values[row + ranking.row(rank)] -= Float(reaching)
            }
        }
    }

    /// Adds the soft margins of every triplet: all of them cost something, so all are looked at, eight at a time.
    ///
    /// `exp(d(a,p) - d(a,n))` is a product of two numbers, and a sum of logarithms is the logarithm of a product: so
    /// there is no exponential and hardly a logarithm in the inner loop.
    mutating func addAllSoftMargins(in batch: MiningBatch) {
        typealias Lanes = SIMD8<Float>
        // exp(4) + 1 multiplied so often stays below the greatest float.
        let factors = 16
        var rows: [Int] = []
        var weights: [Lanes] = []
        var slopes: [Lanes] = []
        for anchor in 0..<batch.count {
            let positives = batch.positives(of: anchor)
            guard !positives.isEmpty else { continue }
            rows.removeAll(keepingCapacity: true)
            for row in 0..<batch.count where batch.negatives[row] >= 0 && batch.negatives[row] != batch.people[anchor] {
                rows.append(row)
            }
            mined += positives.count * rows.count
            // What fills the last eight weighs nothing.
            weights = [Lanes](repeating: Lanes(), count: (rows.count + 7) / 8)
            slopes = weights
            for (place, row) in rows.enumerated() { weights[place / 8][place % 8] = exp(-batch.distances[anchor, row]) }
            for positive in positives {
                let factor = exp(batch.distances[anchor, positive])
                var total = Lanes()
                for start in stride(from: 0, to: weights.count, by: factors) {
                    var product = Lanes(repeating: 1)
                    for place in start..<min(start + factors, weights.count) {
                        let z = factor * weights[place]
                        let sum = 1 + z
                        product *= sum
                        let slope = z / sum
                        slopes[place] += slope
                        total += slope
                    }
                    for lane in 0..<8 { loss += Double(log(product[lane])) }
                }
                coefficients.values[anchor * batch.count + positive] += total.sum()
            }
            for (place, row) in rows.enumerated() {
                coefficients.values[anchor * batch.count + row] -= slopes[place / 8][place % 8]
            }
        }
        active = mined
    }
}
