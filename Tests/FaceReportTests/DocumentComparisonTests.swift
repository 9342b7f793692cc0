import FaceEvaluation
import Testing

@testable import FaceReport

@Suite struct DocumentComparisonTests {
    @Test func `decisions over the same pairs are counted, and figures are set side by side`() throws {
        let first = EvaluationFixture.document([try EvaluationFixture.result(wrong: [1])])
        let second = EvaluationFixture.document([try EvaluationFixture.result(wrong: [1, 2, 3])], precision: "int8")
        let comparison = try DocumentComparison(first, second)
        let row = try #require(comparison.rows.first)
        let test = try #require(row.mcNemar)
        let a = Set(try #require(first.results[0].report).wrongPairs.map(\.index))
        let b = Set(try #require(second.results[0].report).wrongPairs.map(\.index))
        #expect(a != b)
        #expect(test.onlyFirstWrong == a.subtracting(b).count && test.onlySecondWrong == b.subtracting(a).count)
        #expect(test.pairs == 8 && row.holm == test.pValue)
        let accuracy = try #require(row.figures.first { $0.name == "accuracy" })
        #expect(accuracy.difference == accuracy.second - accuracy.first && accuracy.difference != 0)
        #expect(comparison.changes == [.init(name: "model: precision", first: "fp32", second: "int8")])
    }

    @Test func `models by another name are compared where there is one on each side`() throws {
        let first = EvaluationFixture.document([try EvaluationFixture.result(model: "old")])
        let second = EvaluationFixture.document([try EvaluationFixture.result(model: "new", wrong: [2])])
        #expect(try DocumentComparison(first, second).rows.map(\.models) == [["old", "new"]])
        let several = EvaluationFixture.document([
            try EvaluationFixture.result(model: "new"), try EvaluationFixture.result(model: "newer"),
        ])
        #expect(
            throws: ReportError.nothingShared(
                reason: "the first has old, bare on faces, the second new, bare on faces; newer, bare on faces"
            )
        ) {
            try DocumentComparison(first, several)
        }
    }

    @Test func `a model that both have is compared with itself, whatever else there is`() throws {
        let first = EvaluationFixture.document([
            try EvaluationFixture.result(model: "a"), try EvaluationFixture.result(model: "b", wrong: [1]),
        ])
        let second = EvaluationFixture.document([try EvaluationFixture.result(model: "b", wrong: [1])])
        let comparison = try DocumentComparison(first, second)
        #expect(comparison.rows.map(\.models) == [["b", "b"]])
        #expect(comparison.rows[0].mcNemar?.pValue == 1)
        #expect(comparison.onlyInFirst == ["a, bare on faces"] && comparison.onlyInSecond.isEmpty)
    }

    @Test func `other pairs are refused by their names`() throws {
        let first = EvaluationFixture.document([try EvaluationFixture.result(hash: "aaaa")])
        let second = EvaluationFixture.document([try EvaluationFixture.result(hash: "bbbb")])
        #expect(
            throws: ReportError.nothingShared(
                reason: "the pairs are others: 8 of pairs.csv (aaaa), and 8 of pairs.csv (bbbb)"
            )
        ) {
            try DocumentComparison(first, second)
        }
    }

    @Test func `where only one condition has other pairs, it alone has no test, and says why`() throws {
        let masked = try EvaluationFixture.result(family: "occlusion", condition: "mask", label: "mask", hash: "cc")
        var other = masked
        other.pairs.hash = "dd"
        let bare = try EvaluationFixture.result()
        let comparison = try DocumentComparison(
            EvaluationFixture.document([bare, masked]),
            EvaluationFixture.document([bare, other])
        )
        #expect(comparison.rows.map { $0.mcNemar == nil } == [false, true])
        #expect(comparison.rows[1].unpaired == "other pairs: 8 of pairs.csv, and 8 of pairs.csv")
    }

    @Test func `with several tests, each p counts as often as tests are left`() throws {
        func results(_ wrongs: [Set<Int>]) throws -> [EvaluationDocument.Result] {
            try wrongs.enumerated().map { try EvaluationFixture.result(condition: "c\($0.offset)", wrong: $0.element) }
        }
        let comparison = try DocumentComparison(
            EvaluationFixture.document(try results([[], [], []])),
            EvaluationFixture.document(try results([[0, 1, 2, 3, 5], [1], [2, 3]]))
        )
        let tests = comparison.rows.compactMap(\.mcNemar?.pValue).sorted()
        let holm = comparison.rows.compactMap(\.holm).sorted()
        #expect(tests.count == 3 && holm.count == 3)
        #expect(holm[0] == min(1, 3 * tests[0]))
        #expect(holm[1] == max(holm[0], min(1, 2 * tests[1])))
    }

    @Test func `a wrong pair beyond the list is no test, and no trap`() throws {
        var first = try EvaluationFixture.result(wrong: [7])
        first.pairs.count = 8
        var second = first
        // The list of a file that somebody changed by hand.
        first.pairs.count = 2
        second.pairs.count = 2
        let comparison = try DocumentComparison(
            EvaluationFixture.document([first]),
            EvaluationFixture.document([second])
        )
        #expect(comparison.rows[0].mcNemar == nil && comparison.rows[0].unpaired != nil)
    }

    @Test func `a name with tabs and lines stays one field`() throws {
        let document = EvaluationFixture.document([try EvaluationFixture.result()], title: "a\tb\nc\r\nd")
        let text = try DocumentComparison(document, document).text
        #expect(text.hasPrefix("titles\ta b c d\ta b c d\nresult\tbare\tboth\tfaces\tnet\tnet\n"))
    }
}
