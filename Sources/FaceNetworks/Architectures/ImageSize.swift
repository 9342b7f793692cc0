/// The rows and columns of a picture that a network reads.
public struct ImageSize: Hashable, Sendable, Codable {
    /// The height in pixels.
    public var rows: Int
    /// The width in pixels.
    public var columns: Int

    /// Creates a size.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// Creates the size of a square.
    public init(_ side: Int) { self.init(rows: side, columns: side) }
}

extension ImageSize: CustomStringConvertible {
    /// Rows by columns, such as `140x116`.
    public var description: String { "\(rows)x\(columns)" }
}
