import Foundation
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@testable import FaceReport

@Suite struct LineChartTests {
    private func chart(_ values: [Double], isLogarithmic: Bool = false) -> LineChart {
        LineChart(
            "Loss & <more>",
            series: [.init("loss", values.enumerated().map { .init(Double($0.offset), $0.element) })],
            isLogarithmic: isLogarithmic
        )
    }

    @Test func `a chart is well-formed XML, whatever its title`() throws {
        for chart in [chart([]), chart([1]), chart([1, 2, .nan, 3]), chart([0, 1e-5, 10], isLogarithmic: true)] {
            let parser = XMLParser(data: Data(chart.svg().utf8))
            #expect(parser.parse(), "\(parser.parserError.debugDescription)")
        }
    }

    @Test func `the least value lies at the bottom, the greatest at the top`() throws {
        let svg = chart([0, 10]).svg()
        #expect(svg.contains("d=\"M56 226L546 52\""), "\(svg)")
    }

    @Test func `what is no number is left out, and on a logarithmic chart what is not positive`() {
        #expect(chart([.infinity, .nan]).svg().contains("nothing yet"))
        #expect(chart([0, -1], isLogarithmic: true).svg().contains("nothing yet"))
    }

    @Test func `a long curve is drawn with few points that keep its mean`() {
        let svg = chart((0..<100_000).map { Double($0 % 2) }).svg()
        #expect(svg.count < 10_000)
        #expect(svg.components(separatedBy: "L").count < 500)
    }

    @Test func `ticks are round numbers inside the range`() {
        let fifths: [Double] = [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1]
        #expect(Ticks.linear(0...1, count: 5) == fifths)
        #expect(Ticks.linear(3...3, count: 5) == [3])
        #expect(Ticks.linear(0...1734, count: 7) == [0, 500, 1000, 1500])
        #expect(Ticks.logarithmic(0.01...100, count: 5) == [0.01, 0.1, 1, 10, 100])
        #expect([0.25, 12_500, 0].map(SVG.label) == ["0.25", "12.5k", "0"])
    }

    @Test func `a page asks nobody for anything, and reads itself again only while it should`() {
        var page = ReportPage(
            title: "a<b",
            figures: [.init("loss", "0.1")],
            remarks: ["x & y"],
            charts: [chart([1, 2])]
        )
        #expect(!page.html().contains("http-equiv") && page.html().contains("a&lt;b"))
        page.refreshSeconds = 5
        let html = page.html()
        #expect(html.contains("<meta http-equiv=\"refresh\" content=\"5\">"))
        let links = html.replacingOccurrences(of: "xmlns=\"http://www.w3.org/2000/svg\"", with: "")
        #expect(!links.contains("http://") && !links.contains("https://") && !links.contains("src="))
        #expect(html.contains("prefers-color-scheme:dark"))
    }
}
