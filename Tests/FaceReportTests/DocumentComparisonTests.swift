import FaceEvaluation
import Foundation
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

    @Test func `with several tests, each chance counts as often as tests are left`() throws {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let corrected = DocumentComparison.holm([0.01, 0.04, 0.03, 0.005])
        #expect(zip(corrected, [0.03, 0.06, 0.06, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(corrected)")
        #expect(DocumentComparison.holm([0.9, 0.8]) == [1, 1] && DocumentComparison.holm([]).isEmpty)
        let results = [
            try EvaluationFixture.result(), try EvaluationFixture.result(condition: "mask"),
            try EvaluationFixture.result(condition: "scarf", hash: "other"),
        ]
        var others = results
        others[1].report = try EvaluationFixture.result(wrong: [0, 1, 2, 3, 5]).report
        others[2].pairs.hash = "another"
        let comparison = try DocumentComparison(EvaluationFixture.document(results), EvaluationFixture.document(others))
        #expect(comparison.rows.map(\.holm) == [1, min(1, 2 * (comparison.rows[1].mcNemar?.pValue ?? 0)), nil])
    }

    @Test func `a wrong pair beyond the list is no test, and no trap`() throws {
        let document = EvaluationFixture.document([try EvaluationFixture.result(wrong: [7])])
        let wrong = try #require(document.results[0].report?.wrongPairs.first)
        let text = String(decoding: try document.json(), as: UTF8.self)
        for place in ["70", "-1"] {
            // As somebody's hand may have changed the file.
            let changed = text.replacing("\"index\":\(wrong.index)", with: "\"index\":\(place)")
            let other = try EvaluationDocument(json: Data(changed.utf8))
            #expect(other != document)
            let row = try DocumentComparison(document, other).rows[0]
            #expect(row.mcNemar == nil && row.unpaired == "wrong pairs are named that the list does not have")
        }
    }

    @Test func `a name with tabs and lines stays one field`() throws {
        let document = EvaluationFixture.document([try EvaluationFixture.result()], title: "a\tb\nc\r\nd")
        let text = try DocumentComparison(document, document).text
        #expect(text.hasPrefix("titles\ta b c d\ta b c d\nresult\tbare\tboth\tfaces\tnet\tnet\n"))
    }
}
