import FaceEvaluation
import Testing

@Suite struct PairedComparisonTests {
    private struct Case: Decodable {
        var b, c, both, pairs: Int
        var p, difference: Double
        var interval: [Double]
    }

    @Test func `agrees with SciPy's exact test`() throws {
        for golden in try golden("mcnemar", as: [Case].self) {
            let both = Set(0..<golden.both)
            let first = both.union(golden.both..<golden.both + golden.b)
            let second = both.union(golden.both + golden.b..<golden.both + golden.b + golden.c)
            let comparison = PairedComparison(wrongInFirst: first, wrongInSecond: second, pairs: golden.pairs)
            #expect(comparison.onlyFirstWrong == golden.b)
            #expect(comparison.onlySecondWrong == golden.c)
            #expect(comparison.bothWrong == golden.both)
            expectClose([comparison.pValue, comparison.difference], [golden.p, golden.difference])
            expectClose([comparison.interval.lower, comparison.interval.upper], golden.interval)
        }
    }

    @Test func `decisions and places of wrong pairs say the same`() {
        let first = [true, false, true, false, true]
        let second = [true, true, true, false, false]
        let places = PairedComparison(wrongInFirst: [1, 3], wrongInSecond: [3, 4], pairs: 5)
        #expect(PairedComparison(first: first, second: second) == places)
    }
}
