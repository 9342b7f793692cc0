import FaceEvaluation
import Foundation
import Testing

@testable import FaceReport

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct EvaluationReportTests {
    /// Everything a page can have: two models, kinds, levels, a table, a note.
    private func full(named name: String = "net") throws -> EvaluationDocument {
        var results: [EvaluationDocument.Result] = []
        for (index, model) in [name, "\(name) 2"].enumerated() {
            results.append(try EvaluationFixture.result(model: model, wrong: index == 0 ? [] : [1]))
            for kind in ["mask", "scarf"] {
                results.append(
                    try EvaluationFixture.result(
                        model: model,
                        family: "occlusion",
                        condition: kind,
                        label: kind,
                        wrong: [1, 2]
                    )
                )
            }
            for quality in [10.0, 30, 90] {
                results.append(
                    try EvaluationFixture.result(
                        model: model,
                        family: "jpeg",
                        condition: "jpeg-\(quality)",
                        label: "JPEG \(quality)",
                        parameter: quality,
                        notes: ["Compressed."]
                    )
                )
            }
        }
        var document = EvaluationFixture.document(results)
        document.tables = [EvaluationDocument.Table("Groups", columns: ["group", "rate, %"], rows: [["old", 0.25]])]
        document.notes = ["Mind the gap."]
        return document
    }

    /// A page is well-formed XML but for what HTML leaves out.
    private func isWellFormed(_ html: String) -> Bool {
        let body = html.replacingOccurrences(of: "<!doctype html>\n", with: "")
            .replacing(#/<(meta|img|br)([^>]*?)>/#) { "<\($0.output.1)\($0.output.2)/>" }
            .replacing(" open>", with: " open=\"\">")
        let parser = XMLParser(data: Data(body.utf8))
        return parser.parse()
    }

    @Test func `a page has every part, each reached by a link`() throws {
        let html = EvaluationReport(try full()).html()
        #expect(isWellFormed(html))
        for id in ["summary", "conditions", "rates", "tables", "results", "run"] {
            #expect(html.contains("<section id=\"\(id)\">") && html.contains("href=\"#\(id)\""), "\(id)")
        }
        #expect(html.components(separatedBy: "<details").count - 1 == 12)
        #expect(
            html.contains("Mind the gap.") && html.contains("Compressed.")
                && html.contains("0123abcd and changes since")
        )
    }

    @Test func `an evaluation without results is a page too`() throws {
        let html = EvaluationReport(EvaluationFixture.document([])).html()
        #expect(isWellFormed(html))
        #expect(!html.contains("id=\"summary\"") && html.contains("id=\"run\""))
    }

    @Test func `every axis is named`() throws {
        let html = EvaluationReport(try full()).html()
        let charts = html.components(separatedBy: "<svg ").dropFirst()
        #expect(charts.count > 10)
        for chart in charts {
            let text = chart.components(separatedBy: "</svg>")[0]
            #expect(
                ["false accept rate (FAR)", "JPEG quality", "squared distance", "accuracy over folds"]
                    .contains { text.contains($0) },
                "\(text.prefix(200))"
            )
        }
    }

    @Test func `the best of a condition has a star where models differ, and nobody where they do not`() throws {
        let html = SummaryTable(document: try full()).html()
        // Of the bare rows the first model is better by accuracy, VAL, EER, AUC and d'; masks and JPEG are the same.
        let rows = html.components(separatedBy: "<tr").filter { $0.contains("<td") }
        #expect(rows.count == 12)
        let starred = rows.indices.filter { rows[$0].contains("class=\"best\"") }
        #expect(starred == [0])
    }

    @Test func `equal documents give equal bytes, read from a file too`() throws {
        let document = try full()
        let again = try EvaluationDocument(json: try document.json())
        #expect(EvaluationReport(document).html() == EvaluationReport(again).html())
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "\"\u{301} onload='x'", "a & b", "\u{202E}evil",
        "👩‍👩‍👧", "مرحبا", "nul\u{0}\u{8}",
    ])
    func `whatever a name has in it is text`(name: String) throws {
        var document = try full(named: name)
        document.title = name
        document.notes = [name]
        document.tables = [EvaluationDocument.Table(name, caption: name, columns: [name], rows: [[.text(name)]])]
        document.run.command = ["facenet", name]
        document.run.models[0].name = name
        document.run.settings = [RunRecord.Setting(name, name)]
        document.results[0].label = name
        document.results[0].notes = [name]
        let html = EvaluationReport(document).html()
        #expect(isWellFormed(html))
        #expect(!html.contains("<script"))
        let comparison = try DocumentComparison(document, document)
        let page = ComparisonReport(document, document, comparison: comparison).html()
        #expect(isWellFormed(page) && !page.contains("<script"))
        // By scalars: an attribute must not end where a name has a quotation mark.
        for html in [html, page] {
            let scalars = Array(html.unicodeScalars)
            let marks = scalars.indices.filter { scalars[$0] == "\"" && scalars.indices.contains($0 + 1) }
            #expect(marks.allSatisfy { scalars[$0 + 1] != "\u{301}" })
        }
    }

    @Test func `wrong pairs are shown only when their photos are given, and the page says that they are people`() throws
    {
        let names = (0..<16).map { $0 == 2 ? "<b>\"x\"/1.jpg" : "person\($0 / 2)/\($0).jpg" }
        let document = EvaluationFixture.document([try EvaluationFixture.result(wrong: [1], names: names)])
        var page = EvaluationReport(document)
        #expect(!page.html().contains("<img") && !page.html().contains("Wrong pairs"))
        let photos = page.photosOfWrongPairs
        #expect(photos.contains(EvaluationReport.Photo(dataset: "faces", name: "<b>\"x\"/1.jpg")))
        page.thumbnails = [photos[0]: [0xFF, 0xD8, 0xFF]]
        let html = page.html()
        #expect(html.contains("src=\"data:image/jpeg;base64,/9j/\"") && html.contains("These are photos of people"))
        #expect(isWellFormed(html) && html.contains("&lt;b&gt;&quot;x&quot;/1.jpg"))
    }

    @Test func `a page asks nobody for anything and has no script`() throws {
        let html = EvaluationReport(try full()).html()
            .replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        for word in ["http:", "https:", "<script", "src=", "@import", "url("] {
            #expect(!html.contains(word), "\(word)")
        }
        #expect(html.contains("prefers-color-scheme:dark") && html.contains("@media print"))
    }

    @Test func `a table of a file whose rows are too short or too long is shown as far as it goes`() {
        var table = EvaluationDocument.Table("t", columns: ["a", "b"], rows: [["x", 1]])
        table.rows = [["x"], ["x", 1, 2], []]
        let html = TableSection(table: table).html()
        #expect(html.components(separatedBy: "<tr>").count - 1 == 4 && html.components(separatedBy: "–").count - 1 == 3)
    }
}
