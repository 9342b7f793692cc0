#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many of the others are within each of many distances of each person.
struct NeighborCounts {
    /// The distances: 0.02 through 4, each 2 % above the one before.
    static let grid = (0...267).map { Float(0.02 * pow(1.02, Double($0))) }

    /// The logarithms of the first distance, and of the step.
    private static let (first, step) = (log(grid[0]), logf(1.02))

    /// The number of people.
    let people: Int
    /// Whether probes and enrolled faces are the same, so that every pair is counted twice.
    private let isSymmetric: Bool
    /// How many others are within `grid[j]` of person `i`, at `[i * grid.count + j]`.
    var within: [UInt32]

    /// Counts among one face of each person.
    init(_ embeddings: [Embedding]) {
        self.init(people: embeddings.count, isSymmetric: true)
        for i in 0..<people {
            for j in 0..<i {
                let distance = embeddings[i].squaredDistance(to: embeddings[j])
                guard let bin = Self.bin(of: distance) else { continue }
                within[i * Self.grid.count + bin] += 1
                within[j * Self.grid.count + bin] += 1
            }
        }
        accumulate()
    }

    /// Counts for one face of each person among another face of each of the others, people in the same order.
    init(probes: [Embedding], enrolled: [Embedding]) {
        precondition(probes.count == enrolled.count, "\(probes.count) probes of \(enrolled.count) people")
        self.init(people: probes.count, isSymmetric: false)
        for i in 0..<people {
            for j in 0..<people where j != i {
                guard let bin = Self.bin(of: probes[i].squaredDistance(to: enrolled[j])) else { continue }
                within[i * Self.grid.count + bin] += 1
            }
        }
        accumulate()
    }

    private init(people: Int, isSymmetric: Bool) {
        self.people = people
        self.isSymmetric = isSymmetric
        within = [UInt32](repeating: 0, count: people * Self.grid.count)
    }

    /// The first distance of the grid at or above one; `nil` beyond the last.
    private static func bin(of distance: Float) -> Int? {
        // Rounded by the logarithm, then put right.
        var bin = distance > 0 ? max(0, Int(((log(distance) - first) / step).rounded())) : 0
        while bin > 0, grid[bin - 1] >= distance { bin -= 1 }
        while bin < grid.count, grid[bin] < distance { bin += 1 }
        return bin < grid.count ? bin : nil
    }

    /// From the numbers in each bin to those within each distance.
    private mutating func accumulate() {
        for row in 0..<people {
            for bin in 1..<Self.grid.count {
                within[row * Self.grid.count + bin] += within[row * Self.grid.count + bin - 1]
            }
        }
    }

    private func counts(_ bin: Int) -> [Int] {
        (0..<people).map { Int(within[$0 * Self.grid.count + bin]) }
    }

    /// The false accept rates from the least that enough pairs are behind, about three a factor of ten, to a half.
    func points() -> [ImpostorTail.Point] {
        let pairs = Double(people) * Double(people - 1) / (isSymmetric ? 2 : 1)
        var points: [ImpostorTail.Point] = []
        for (bin, distance) in Self.grid.enumerated() {
            let hits = counts(bin).reduce(0, +)
            let rate = Double(isSymmetric ? hits / 2 : hits) / pairs
            guard rate * pairs >= Double(ImpostorTail.fewestHits), rate < 0.5 else { continue }
            if let last = points.last, rate < last.falseAcceptRate * 2 { continue }
            points.append(ImpostorTail.Point(squaredDistance: distance, falseAcceptRate: rate))
        }
        return points
    }

    /// Fits `log H = level + exponent log d + growth log N`.
    func law() -> (level: Double, exponent: Double, growth: Double)? {
        var fit = WeightedLine()
        let (least, most) = (max(10, Double(people) / 64), Double(people - 1))
        let sizes = Set((0..<7).map { Int((least * pow(most / least, Double($0) / 6)).rounded()) })
        for (bin, distance) in Self.grid.enumerated() where distance < 2 {
            let near = counts(bin).filter { $0 > 0 }
            guard near.count >= ImpostorTail.fewestHits else { continue }
            for size in sizes {
                let hits = near.reduce(0.0) { $0 + 1 - chanceOfNone(near: $1, drawn: size) }
                let rate = hits / Double(people)
                guard rate < ImpostorTail.greatestRate else { continue }
                fit.add(log(Double(distance)), log(Double(size)), value: log(-log1p(-rate)), weight: hits)
            }
        }
        guard let (level, exponent, growth) = fit.solution, exponent > 0, growth > 0 else { return nil }
        // Above 1 only by noise: it would say that strangers repel each other.
        return (level, exponent, min(1, growth))
    }

    /// The chance that none of `near` others is among `drawn` of all the others.
    private func chanceOfNone(near: Int, drawn: Int) -> Double {
        let others = people - 1
        guard near <= others - drawn else { return 0 }
        var chance = 1.0
        for index in 0..<near {
            chance *= Double(others - drawn - index) / Double(others - index)
            if chance < 1e-6 { break }
        }
        return chance
    }
}

/// Weighted least squares of a value on two variables and a constant, by the normal equations.
private struct WeightedLine {
    private var matrix = [Double](repeating: 0, count: 9)
    private var right = [Double](repeating: 0, count: 3)

    mutating func add(_ x: Double, _ y: Double, value: Double, weight: Double) {
        let row = [1, x, y]
        for i in 0..<3 {
            for j in 0..<3 { matrix[3 * i + j] += weight * row[i] * row[j] }
            right[i] += weight * row[i] * value
        }
    }

    /// The constant and the two slopes, by Cramer's rule; `nil` if the variables did not vary.
    var solution: (Double, Double, Double)? {
        func determinant(_ m: [Double]) -> Double {
            m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6])
        }
        func replacing(_ column: Int) -> [Double] {
            var copy = matrix
            for row in 0..<3 { copy[3 * row + column] = right[row] }
            return copy
        }
        let whole = determinant(matrix)
        // Against the product of the diagonal, which the determinant equals for variables that do not depend.
        guard whole > 1e-9 * matrix[0] * matrix[4] * matrix[8] else { return nil }
        return (
            determinant(replacing(0)) / whole, determinant(replacing(1)) / whole, determinant(replacing(2)) / whole
        )
    }
}
