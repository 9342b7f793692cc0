/// The records of a CSV file: RFC 4180, with lines that end in LF or CRLF.
///
/// A field in quotes may hold commas, line ends and doubled quotes. Empty lines are passed over. What breaks the rules
/// ends the record at the next line end, as an error that names the line, and reading goes on there.
struct CSVRecords: Sequence, IteratorProtocol {
    /// A record's fields, or what is wrong with it.
    struct Record {
        /// Where it begins, counted from 1.
        var line: Int
        var fields: Result<[String], DataError>
    }

    private let bytes: [UInt8]
    private var position: Int
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The mark that some programs put before UTF-8.
        position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    mutating func next() -> Record? {
        while position < bytes.count {
            let start = line
            if skipLineEnd() { continue }
            do throws(DataError) {
                return Record(line: start, fields: .success(try fields()))
            } catch {
                skipLine()
                return Record(line: start, fields: .failure(error))
            }
        }
        return nil
    }

    private mutating func fields() throws(DataError) -> [String] {
        let start = line
        var fields: [String] = []
        while true {
            let text = peek() == quote ? try quoted() : try plain()
            guard let field = String(validating: text, as: UTF8.self) else {
                throw .malformed(line: start, reason: "is not UTF-8")
            }
            fields.append(field)
            guard peek() == comma else {
                // What follows a field is a comma, a line end or nothing: `quoted` and `plain` see to it.
                _ = skipLineEnd()
                return fields
            }
            position += 1
        }
    }

    private mutating func plain() throws(DataError) -> [UInt8] {
        let start = position
        while let byte = peek(), byte != comma, !isAtLineEnd {
            guard byte != quote else {
                throw .malformed(line: line, reason: "a quote stands inside a field that is not quoted")
            }
            position += 1
        }
        return Array(bytes[start..<position])
    }

    private mutating func quoted() throws(DataError) -> [UInt8] {
        let start = line
        position += 1
        var text: [UInt8] = []
        while let byte = peek() {
            position += 1
            if byte == quote {
                guard peek() == quote else {
                    guard peek() == nil || peek() == comma || isAtLineEnd else {
                        throw .malformed(line: line, reason: "text follows a field's closing quote")
                    }
                    return text
                }
                position += 1
            } else if byte == newline {
                line += 1
            }
            text.append(byte)
        }
        throw .malformed(line: start, reason: "a quote is never closed")
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private var isAtLineEnd: Bool {
        peek() == newline || (peek() == carriageReturn && peek(1) == newline)
    }

    private mutating func skipLineEnd() -> Bool {
        guard isAtLineEnd else { return false }
        position += peek() == carriageReturn ? 2 : 1
        line += 1
        return true
    }

    private mutating func skipLine() {
        while position < bytes.count, !skipLineEnd() { position += 1 }
    }
}

private let quote = UInt8(ascii: "\"")
private let comma = UInt8(ascii: ",")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
