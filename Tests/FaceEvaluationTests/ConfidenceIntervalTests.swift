import Foundation
import Testing

@testable import FaceEvaluation

@Suite struct ConfidenceIntervalTests {
    private struct Intervals: Decodable { var binomial, beta: [[Double]] }

    @Test func `intervals agree with SciPy`() throws {
        for row in try golden("intervals", as: Intervals.self).binomial {
            let interval = ConfidenceInterval(successes: Int(row[0]), of: Int(row[1]), confidence: row[2])
            expectClose([interval.lower, interval.upper], [row[3], row[4]])
            #expect(interval.confidence == row[2])
        }
    }

    @Test func `the beta distribution agrees with SciPy`() throws {
        for row in try golden("intervals", as: Intervals.self).beta {
            expectClose([regularizedBeta(row[0], row[1], row[2])], [row[3]])
            expectClose([betaQuantile(row[3], row[1], row[2])], [row[0]])
        }
    }

    @Test(arguments: [0, 1, 7, 19, 20])
    func `the ends leave the tail's share of the binomial sum`(successes: Int) {
        let trials = 20
        let interval = ConfidenceInterval(successes: successes, of: trials, confidence: 0.9)
        func chance(_ count: Int, _ p: Double) -> Double {
            let ways = (0..<count).reduce(1.0) { $0 * Double(trials - $1) / Double($1 + 1) }
            return ways * pow(p, Double(count)) * pow(1 - p, Double(trials - count))
        }
        if successes > 0 {
            expectClose([(successes...trials).reduce(0) { $0 + chance($1, interval.lower) }], [0.05])
        }
        if successes < trials {
            expectClose([(0...successes).reduce(0) { $0 + chance($1, interval.upper) }], [0.05])
        }
    }

    @Test func `without trials anything is possible`() {
        let interval = ConfidenceInterval(successes: 0, of: 0)
        #expect((interval.lower, interval.upper) == (0, 1))
    }
}
