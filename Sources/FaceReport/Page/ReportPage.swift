/// Charts, figures and remarks as one HTML file that needs nothing else: no script, and nothing from the network.
public struct ReportPage: Hashable, Sendable {
    /// What is at the top.
    public var title: String
    /// A sentence below it.
    public var summary: String
    /// Names and values, side by side.
    public var figures: [Figure]
    /// What the reader must not miss, such as an alarm.
    public var remarks: [String]
    /// The charts.
    public var charts: [LineChart]
    /// How many seconds pass until a browser reads the file again; never if `nil`.
    public var refreshSeconds: Int?

    /// A name and a value.
    public struct Figure: Hashable, Sendable {
        /// What it is.
        public var name: String
        /// Its value, with its unit.
        public var value: String

        /// Creates a figure.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Creates a page.
    public init(
        title: String,
        summary: String = "",
        figures: [Figure] = [],
        remarks: [String] = [],
        charts: [LineChart] = [],
        refreshSeconds: Int? = nil
    ) {
        self.title = title
        self.summary = summary
        self.figures = figures
        self.remarks = remarks
        self.charts = charts
        self.refreshSeconds = refreshSeconds
    }

    /// The page as HTML.
    ///
    /// - Complexity: O(*points of all charts*).
    public func html() -> String {
        let refresh = refreshSeconds.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">\n" } ?? ""
        let figures = figures.map {
            "<div><dt>\(SVG.escaped($0.name))</dt><dd>\(SVG.escaped($0.value))</dd></div>"
        }
        let remarks = remarks.map { "<p class=\"remark\">\(SVG.escaped($0))</p>" }
        let charts = charts.map { "<figure>\($0.svg())</figure>" }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            \(refresh)<title>\(SVG.escaped(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <h1>\(SVG.escaped(title))</h1>
            <p>\(SVG.escaped(summary))</p>
            \(remarks.joined(separator: "\n"))
            <dl>
            \(figures.joined(separator: "\n"))
            </dl>
            <main>
            \(charts.joined(separator: "\n"))
            </main>
            </body>
            </html>

            """
    }

    private static let style = """
        :root{color-scheme:light dark}body{font:15px system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;\
        color:#24292f;background:#fff}h1{font-size:1.4rem;margin:0}dl{display:flex;flex-wrap:wrap;gap:.5rem 2rem}\
        dt{color:#59636e;font-size:.8rem}dd{margin:0;font-size:1.15rem;font-variant-numeric:tabular-nums}\
        main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(26rem,100%),1fr));gap:1rem}figure{margin:0}\
        svg{width:100%;height:auto}.remark{border-left:4px solid #cf222e;padding:.3rem .8rem;background:#ffebe9}\
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}dt{color:#9198a1}\
        .remark{background:#3c1618}}
        """
}
