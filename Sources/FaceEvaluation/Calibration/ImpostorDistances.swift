import FaceEmbedding

/// The distances of everybody to everybody else under one pairing, counted.
///
/// In 2^20 steps of 2^-18 from 0 to 4, whose ends are exact in `Float`: a threshold at an end of a step has exactly the
/// number of pairs that is counted, and lies at most 4e-6 below the last that would do.
struct ImpostorDistances {
    private static let steps = 1 << 20
    private static let scale: Float = 0x1p18

    /// How many people are compared.
    let people: Int
    /// How many pairs that makes: twice as many if the two sides are of different states.
    let pairs: Int
    private let enrolled, probes: [Embedding]
    private let isSymmetric: Bool
    /// How many pairs are within each end of a step.
    private let within: [Int]

    /// Compares people.
    ///
    /// - Complexity: O(*P*² x *D*) for *P* people.
    init(_ faces: CalibrationFaces, _ pairing: FacePairing) {
        people = faces.people.count
        enrolled = faces.firsts(pairing.sides.enrolled)
        probes = faces.firsts(pairing.sides.probe)
        isSymmetric = pairing.isSymmetric
        pairs = people * (people - 1) / (isSymmetric ? 2 : 1)
        var counts = [Int](repeating: 0, count: Self.steps + 1)
        Self.visit(probes, enrolled, isSymmetric: isSymmetric) { _, _, distance in counts[Self.step(distance)] += 1 }
        for step in 1...Self.steps { counts[step] += counts[step - 1] }
        within = counts
    }

    /// The number of pairs at or below a threshold.
    func count(within threshold: Float) -> Int { within[Int((threshold * Self.scale).rounded(.down))] }

    /// The farthest threshold that at most a share of the pairs is within.
    func threshold(rate: Double) -> Float {
        // A rate typed as a decimal times a number of pairs may miss a whole number by the last bit.
        let allowed = Int((rate * Double(pairs) * (1 + 1e-12)).rounded(.down))
        var (low, high) = (0, Self.steps)
        guard within[0] <= allowed else { return 0 }
        while low < high {
            let middle = (low + high + 1) / 2
            if within[middle] <= allowed { low = middle } else { high = middle - 1 }
        }
        return Float(low) / Self.scale
    }

    /// Where the rates at thresholds may lie for other people like these: the people are drawn again.
    ///
    /// - Parameters:
    ///   - thresholds: In ascending order.
    ///   - bootstrap: How people are drawn.
    /// - Returns: As many; the exact interval of independent pairs where no pair is within.
    /// - Complexity: O(*P*² x *D* + *r* x (*P* + *h*)) for *r* replicates and *h* pairs within the greatest threshold.
    func intervals(at thresholds: [Float], by bootstrap: IdentityBootstrap) -> [ConfidenceInterval] {
        guard let greatest = thresholds.last else { return [] }
        var hits: [(probe: Int32, enrolled: Int32, cell: Int32)] = []
        Self.visit(probes, enrolled, isSymmetric: isSymmetric) { probe, enrolled, distance in
            guard distance <= greatest else { return }
            let cell = thresholds.firstIndex { distance <= $0 } ?? thresholds.count - 1
            hits.append((Int32(probe), Int32(enrolled), Int32(cell)))
        }
        var rates = [[Double]](repeating: [], count: thresholds.count)
        for replicate in 0..<bootstrap.replicates {
            let drawn = bootstrap.draw(people, replicate: replicate)
            // Without the pairs of somebody drawn twice with themselves.
            let total = (people * people - drawn.reduce(0) { $0 + $1 * $1 }) / (isSymmetric ? 2 : 1)
            guard total > 0 else { continue }
            var weights = [Int](repeating: 0, count: thresholds.count)
            for hit in hits { weights[Int(hit.cell)] += drawn[Int(hit.probe)] * drawn[Int(hit.enrolled)] }
            var counted = 0
            for cell in thresholds.indices {
                counted += weights[cell]
                rates[cell].append(Double(counted) / Double(total))
            }
        }
        return thresholds.indices.map { cell in
            let count = count(within: thresholds[cell])
            return (count > 0 ? bootstrap.percentiles(of: rates[cell], confidence: 0.95) : nil)
                ?? ConfidenceInterval(successes: count, of: pairs)
        }
    }

    /// The first end of a step at or above a distance.
    private static func step(_ distance: Float) -> Int { Int((distance * scale).rounded(.up)) }

    /// Each pair of different people once; twice, as either is the probe, if the two sides are of different states.
    private static func visit(
        _ probes: [Embedding],
        _ enrolled: [Embedding],
        isSymmetric: Bool,
        _ body: (Int, Int, Float) -> Void
    ) {
        for probe in probes.indices {
            for other in 0..<(isSymmetric ? probe : enrolled.count) where other != probe {
                body(probe, other, probes[probe].squaredDistance(to: enrolled[other]))
            }
        }
    }
}
