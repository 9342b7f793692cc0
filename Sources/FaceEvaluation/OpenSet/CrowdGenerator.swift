#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The numbers of a synthetic crowd, started from any three numbers, so that nothing has to be kept.
struct CrowdGenerator {
    private var generator: EvaluationGenerator

    /// What the numbers to come follow from.
    var state: UInt64 { generator.state }

    /// Where each of 30 branches ends, of 2^32: the chances are as `1/i^0.9`.
    private static let ends: [UInt32] = {
        let weights = (1...30).map { 1 / exp2(0.9 * log2(Double($0))) }
        let total = weights.reduce(0, +)
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return UInt32(min(sum / total * 4_294_967_296, 4_294_967_295))
        }
    }()

    init(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
        let start = EvaluationGenerator.mixed(first &+ 0x9E37_79B9_7F4A_7C15 &* third)
        generator = EvaluationGenerator(seed: EvaluationGenerator.mixed(start ^ second))
    }

    mutating func next() -> UInt64 { generator.next() }

    /// One of 30 branches.
    mutating func branch() -> UInt64 {
        let value = UInt32(truncatingIfNeeded: next())
        return Self.ends.withUnsafeBufferPointer { ends in
            var branch = 0
            while branch < ends.count - 1, ends[branch] <= value { branch += 1 }
            return UInt64(branch)
        }
    }

    /// Close to a normal number of variance 1: twelve even ones, added.
    mutating func normal() -> Float { (bump() + bump() + bump()) / Float(3).squareRoot() }

    /// Adds numbers of variance `scale²` to all coordinates.
    mutating func add(to coordinates: UnsafeMutableBufferPointer<Float>, scale: Float) {
        for index in 0..<coordinates.count { coordinates[index] += scale * bump() }
    }

    /// Four even numbers of 16 bits, added: variance 1, excess kurtosis -0.3; real embeddings' is about -0.15.
    private mutating func bump() -> Float {
        let bits = next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Float(sum) / 65536 - 2) * Float(3).squareRoot()
    }
}
