import GRDB
import GRDBSQLite

/// A value to bind to a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
    init(_ integer: Int64?) { self = integer.map(SQLValue.integer) ?? .null }
    init(_ real: Double?) { self = real.map(SQLValue.real) ?? .null }
    init(_ blob: [UInt8]?) { self = blob.map(SQLValue.blob) ?? .null }
}

/// The row a statement stands on, read by column number from 0.
///
/// GRDB's own rows trap on a value of another type than expected. A damaged file can hold any value anywhere,
/// so these throw.
struct SQLRow {
    fileprivate let handle: OpaquePointer

    /// Whether the column holds nothing.
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) throws(GalleryError) -> Int64 {
        guard sqlite3_column_type(handle, column) == SQLITE_INTEGER else { throw unexpected(column) }
        return sqlite3_column_int64(handle, column)
    }

    func real(_ column: Int32) throws(GalleryError) -> Double {
        let type = sqlite3_column_type(handle, column)
        guard type == SQLITE_FLOAT || type == SQLITE_INTEGER else { throw unexpected(column) }
        return sqlite3_column_double(handle, column)
    }

    func text(_ column: Int32) throws(GalleryError) -> String {
        guard sqlite3_column_type(handle, column) == SQLITE_TEXT, let start = sqlite3_column_text(handle, column) else {
            throw unexpected(column)
        }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    func blob(_ column: Int32) throws(GalleryError) -> [UInt8] {
        try withBlob(column) { Array($0) }
    }

    /// Gives `body` the bytes of a column, which are gone when the statement moves on.
    func withBlob<T>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> T) throws(GalleryError) -> T {
        guard sqlite3_column_type(handle, column) == SQLITE_BLOB else { throw unexpected(column) }
        return body(
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, column),
                count: Int(sqlite3_column_bytes(handle, column))
            )
        )
    }

    private func unexpected(_ column: Int32) -> GalleryError {
        let name = sqlite3_column_name(handle, column).map { String(cString: $0) } ?? "\(column)"
        return .corrupt(reason: "the column \(name) holds a value of another kind")
    }
}

extension Database {
    /// Runs a statement with `values` for its question marks, and gives each row of its result to `body`.
    ///
    /// The statement is kept for the next time. `body` must not run the same text again.
    func run(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void = { _ in }) throws {
        let statement = try cachedStatement(sql: sql)
        let handle = statement.sqliteStatement
        sqlite3_reset(handle)
        // Values stay bound to a kept statement, and with them a template that was removed stays in memory.
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        precondition(
            Int(sqlite3_bind_parameter_count(handle)) == values.count,
            "the statement takes another number of values than \(values.count)"
        )
        for (index, value) in values.enumerated() {
            try check(handle.bind(value, at: Int32(index + 1)))
        }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(SQLRow(handle: handle))
            case SQLITE_DONE: return
            case let code: throw failure(code)
            }
        }
    }

    /// The first row of a result as `body` reads it, or `nil` if there is none.
    func first<T>(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> T) throws -> T? {
        var result: T?
        try run(sql, values) { row in
            if result == nil { result = try body(row) }
        }
        return result
    }

    /// Every row of a result as `body` reads it.
    func all<T>(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> T) throws -> [T] {
        var results: [T] = []
        try run(sql, values) { results.append(try body($0)) }
        return results
    }

    /// Throws what SQLite says of the last call, unless `code` is that it went well.
    func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(sqliteConnection)),
            message: sqliteConnection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "error \(code)"
        )
    }
}

extension OpaquePointer {
    /// Binds a value to the statement this is, copying it.
    fileprivate func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // -1 tells SQLite to copy: SQLITE_TRANSIENT, a macro with a cast, which is not imported.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(self, index)
        case .integer(let number): return sqlite3_bind_int64(self, index, number)
        case .real(let number): return sqlite3_bind_double(self, index, number)
        case .text(let text):
            // With its length: a NUL within would end it otherwise.
            return sqlite3_bind_text(self, index, text, Int32(text.utf8.count), transient)
        case .blob(let bytes):
            return bytes.withUnsafeBytes { bytes in
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(self, index, 0)
                    : sqlite3_bind_blob(self, index, bytes.baseAddress, Int32(bytes.count), transient)
            }
        }
    }
}
