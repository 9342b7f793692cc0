extension EvaluationDocument {
    /// Figures that are not about one list of pairs: rates of groups, thresholds of a calibration, ranks.
    public struct Table: Hashable, Sendable, Codable {
        /// What is above it.
        public var title: String
        /// A sentence or two on how to read it; may be empty.
        public var caption: String
        /// The name of each column, with its unit.
        public var columns: [String]
        /// The rows, each with a value a column.
        public var rows: [[Value]]

        /// Creates a table.
        ///
        /// - Parameters:
        ///   - title: What is above it.
        ///   - caption: How to read it.
        ///   - columns: The name of each column, with its unit.
        ///   - rows: The rows, each as long as `columns`.
        public init(_ title: String, caption: String = "", columns: [String], rows: [[Value]]) {
            precondition(
                rows.allSatisfy { $0.count == columns.count },
                "\(columns.count) columns, rows of \(Set(rows.map(\.count)).sorted())"
            )
            self.title = title
            self.caption = caption
            self.columns = columns
            self.rows = rows
        }
    }

    /// What is in a cell of a table: in JSON a string, a number or null.
    public enum Value: Hashable, Sendable, Codable {
        /// Words.
        case text(String)
        /// A number, shown with up to five digits that count.
        case number(Double)
        /// Nothing: it was not measured, or cannot be.
        case nothing

        /// Reads a string, a number or null.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .nothing
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }

        /// Writes a string, a number or null.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .nothing: try container.encodeNil()
            }
        }
    }
}

extension EvaluationDocument.Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// Words.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
}
