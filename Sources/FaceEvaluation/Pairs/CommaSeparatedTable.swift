/// A table in text, with a line of column names: RFC 4180, by <https://www.rfc-editor.org/rfc/rfc4180>.
///
/// Commas between fields, or tabs if the first line has one and no comma; fields may be in double quotes, with two for one
/// inside. Space around unquoted fields, empty lines, a byte order mark and the kind of line end do not matter.
struct CommaSeparatedTable {
    struct Row {
        /// The line the row begins on, counted from 1.
        var line: Int
        /// As many as columns.
        var fields: [String]
    }

    /// The names of the columns, in lower case.
    let columns: [String]
    /// The rows.
    let rows: [Row]

    /// Reads a table.
    ///
    /// - Parameter text: The content of the file.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` if there are no columns, two of one name, a row has more or
    ///   fewer fields than there are columns, or a quote is not closed.
    init(_ text: String) throws(EvaluationError) {
        var parser = CommaSeparatedParser(text)
        guard let header = try parser.row() else { throw .malformed(line: 1, reason: "expected names of columns") }
        let columns = header.fields.map { $0.lowercased() }
        if let index = columns.indices.first(where: { columns[..<$0].contains(columns[$0]) }) {
            throw .malformed(line: header.line, reason: "two columns are named `\(columns[index])`")
        }
        var rows: [Row] = []
        while let row = try parser.row() {
            guard row.fields.count == columns.count else {
                let reason = "expected \(columns.count) fields, as columns, got \(row.fields.count)"
                throw .malformed(line: row.line, reason: reason)
            }
            rows.append(row)
        }
        self.columns = columns
        self.rows = rows
    }

    /// Returns the place of a column.
    ///
    /// - Parameter names: What it may be called, the first of which an error names.
    /// - Returns: An index of a row's fields.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` if there is none.
    func column(_ names: String...) throws(EvaluationError) -> Int {
        guard let index = columns.firstIndex(where: { names.contains($0) }) else {
            let known = columns.map { "`\($0)`" }.joined(separator: ", ")
            throw .malformed(line: 1, reason: "expected a column `\(names[0])` among \(known)")
        }
        return index
    }
}

/// Takes the rows of a table one after the other.
private struct CommaSeparatedParser {
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private let separator: UInt8

    init(_ text: String) {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let first = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let hasTabsOnly = first.contains(UInt8(ascii: "\t")) && !first.contains(UInt8(ascii: ","))
        separator = UInt8(ascii: hasTabsOnly ? "\t" : ",")
        self.bytes = bytes
    }

    /// Returns the next row that is not empty; `nil` at the end.
    mutating func row() throws(EvaluationError) -> CommaSeparatedTable.Row? {
        while place < bytes.count {
            let first = line
            var fields = [try field()]
            while place < bytes.count, bytes[place] == separator {
                place += 1
                fields.append(try field())
            }
            endLine()
            if fields != [""] { return CommaSeparatedTable.Row(line: first, fields: fields) }
        }
        return nil
    }

    /// Takes a field, up to the separator or the end of the line.
    private mutating func field() throws(EvaluationError) -> String {
        while place < bytes.count, isBlank(bytes[place]) { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
            let start = place
            while place < bytes.count, bytes[place] != separator, !isLineEnd(bytes[place]) { place += 1 }
            var end = place
            while end > start, isBlank(bytes[end - 1]) { end -= 1 }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
        return try quoted()
    }

    private mutating func quoted() throws(EvaluationError) -> String {
        let (opened, quote) = (line, UInt8(ascii: "\""))
        var field: [UInt8] = []
        place += 1
        while true {
            guard place < bytes.count else { throw .malformed(line: opened, reason: "a quote is not closed") }
            if bytes[place] == quote {
                place += 1
                guard place < bytes.count, bytes[place] == quote else { break }
            }
            if bytes[place] == UInt8(ascii: "\n") { line += 1 }
            field.append(bytes[place])
            place += 1
        }
        while place < bytes.count, isBlank(bytes[place]) { place += 1 }
        guard place == bytes.count || bytes[place] == separator || isLineEnd(bytes[place]) else {
            throw .malformed(line: line, reason: "a field goes on after its closing quote")
        }
        return String(decoding: field, as: UTF8.self)
    }

    private mutating func endLine() {
        guard place < bytes.count else { return }
        if bytes[place] == UInt8(ascii: "\r"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\n") {
            place += 1
        }
        place += 1
        line += 1
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte != separator && (byte == 0x20 || byte == 0x09) }
    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
