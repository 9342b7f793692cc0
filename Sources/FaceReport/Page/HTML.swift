import Foundation

/// Markup of a page.
enum HTML {
    /// Text of somebody's, which keeps its own direction whatever is around it.
    static func text(_ text: String) -> String { "<bdi>\(SVG.escaped(text))</bdi>" }

    /// A part of a page; nothing if it has no content.
    static func section(_ id: String, _ title: String, _ content: [String]) -> String {
        let content = content.filter { !$0.isEmpty }
        guard !content.isEmpty else { return "" }
        return "<section id=\"\(id)\">\n<h2>\(SVG.escaped(title))</h2>\n\(content.joined(separator: "\n"))\n</section>"
    }

    /// A note below a title.
    static func note(_ text: String) -> String { text.isEmpty ? "" : "<p class=\"note\">\(SVG.escaped(text))</p>" }

    /// Pictures side by side.
    static func charts(_ charts: [String]) -> String {
        guard !charts.isEmpty else { return "" }
        return "<div class=\"charts\">\n\(charts.map { "<figure>\($0)</figure>" }.joined(separator: "\n"))\n</div>"
    }

    /// What results depend on: curves along scales, and kinds in rows.
    static func charts(of results: [EvaluationDocument.Result]) -> String {
        charts(
            FamilyCurves(results: results).charts.map { $0.svg(isStandalone: false) }
                + ConditionDots(results: results).charts.map { $0.svg() }
        )
    }

    /// A table that scrolls in a box of its own where it is wider than the page.
    ///
    /// - Parameters:
    ///   - label: What it is, for those who do not see it.
    ///   - columns: The names of the columns; with the first, rows are named.
    ///   - rows: The cells' markup.
    /// - Returns: The table in its box.
    static func table(_ label: String, columns: [String], rows: [[String]]) -> String {
        let head = columns.map { "<th scope=\"col\">\(SVG.escaped($0))</th>" }.joined()
        let body = rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == 0 ? "<th scope=\"row\">\(cell)</th>" : "<td>\(cell)</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(SVG.escaped(label))">
            <table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table>
            </div>
            """
    }

    /// A whole page.
    static func page(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(SVG.escaped(title))</title>
        <style>\(SVG.style)\(style)</style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#24292f;--soft:#59636e;--line:#d1d9e0;--ground:#fff;--raised:#f6f8fa;\
        --best:#dafbe1;--alarm:#ffebe9;--link:#0969da}\
        *{box-sizing:border-box}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:1.5rem 1rem 3rem;\
        color:var(--ink);background:var(--ground);overflow-wrap:anywhere}\
        h1{font-size:1.5rem;line-height:1.25;margin:0}h2{font-size:1.15rem;margin:0 0 .4rem}\
        h3{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.3rem 0 .8rem}a{color:var(--link)}\
        section{border-top:1px solid var(--line);padding:1.1rem 0 .6rem;margin-top:1.1rem}\
        .note{color:var(--soft);max-width:50rem}nav{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.6rem 0}\
        .scroll{overflow-x:auto;margin:.6rem 0;border:1px solid var(--line);border-radius:6px;max-width:max-content}\
        table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;overflow-wrap:normal}\
        th,td{padding:.32rem .75rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}\
        tbody tr:last-child>*{border-bottom:0}thead th{background:var(--raised);vertical-align:bottom;white-space:normal;\
        min-width:5.5rem}th[scope=row]{text-align:left;font-weight:500;vertical-align:top}tbody td{vertical-align:top}\
        .name,thead .name{text-align:left}thead th:first-child{text-align:left}\
        .words td{text-align:left;white-space:normal;min-width:9rem}td small{color:var(--soft)}\
        .best{background:var(--best);font-weight:600}.best small{font-weight:400}.best::after{content:" ★";font-size:.75em}\
        .group>*{border-top:2px solid var(--line)}\
        .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(26rem,100%),1fr));gap:1.2rem;margin:.6rem 0}\
        figure{margin:0;break-inside:avoid}svg{width:100%;height:auto;max-width:36rem;display:block}\
        .remark{border-left:4px solid #cf222e;padding:.4rem .8rem;background:var(--alarm);max-width:50rem}\
        details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:0 .9rem}\
        summary{cursor:pointer;padding:.55rem 0;font-weight:600}details[open]{padding-bottom:.6rem}\
        .pairs{display:flex;flex-wrap:wrap;gap:.7rem}.pairs figure{width:12.5rem;border:1px solid var(--line);\
        border-radius:6px;padding:.4rem;font-size:.78rem}.pairs div{display:flex;gap:.3rem}\
        .pairs img,.pairs i{display:block;width:5.6rem;height:5.6rem;object-fit:contain;background:var(--raised);\
        border-radius:4px}.pairs figcaption{color:var(--soft);margin-top:.25rem}\
        dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1.2rem;margin:.5rem 0}\
        dt{color:var(--soft)}dd{margin:0}code,pre{font:.86em ui-monospace,monospace}\
        pre{white-space:pre-wrap;background:var(--raised);padding:.6rem .8rem;border-radius:6px;margin:.4rem 0}\
        pre span{display:inline-block;max-width:100%}\
        @media(max-width:36rem){dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .5rem}}\
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--line:#2f353d;--ground:#0d1117;\
        --raised:#151b23;--best:#12361f;--alarm:#3c1618;--link:#58a6ff}}\
        @media print{:root{color-scheme:light}@page{margin:14mm}body{padding:0;font-size:10pt;max-width:none}\
        nav{display:none}.scroll{overflow:visible;border:0;max-width:none}table{font-size:7.5pt}\
        th,td{padding:.2rem .4rem}tr,summary{break-inside:avoid}h2,h3,summary{break-after:avoid}\
        thead th{min-width:0}.charts{grid-template-columns:1fr 1fr}\
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
        details:not([open]){display:none}}
        """
}
