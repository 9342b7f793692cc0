/// Figures that are not about one list of pairs.
struct TableSection {
    var table: EvaluationDocument.Table

    func html() -> String {
        // A file may say anything: rows are as long as the columns.
        let rows = table.rows.map { row in
            table.columns.indices.map { index in index < row.count ? cell(row[index]) : "–" }
        }
        return "<h3>\(HTML.text(table.title))</h3>\n\(HTML.note(table.caption))"
            + HTML.table(table.title, columns: table.columns, rows: rows)
    }

    private func cell(_ value: EvaluationDocument.Value) -> String {
        switch value {
        case .text(let text): HTML.text(text)
        case .number(let number) where number == number.rounded() && abs(number) < 1e15: Int(number).grouped
        case .number(let number): number.short
        case .nothing: "–"
        }
    }
}
