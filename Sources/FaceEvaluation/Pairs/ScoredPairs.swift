/// Pairs with the distances that some program found, so that any system can be measured by the same protocol.
public struct ScoredPairs: Hashable, Sendable {
    /// The pairs.
    public let pairs: PairList
    /// The distance of each, in the order of ``PairList/pairs``.
    public let distances: [Double]

    /// Reads a table as ``PairList/init(csv:allowsUnequalFolds:)`` does, with one more column: `distance`, or `similarity`.
    ///
    /// A distance is any number, smaller for more alike. A similarity is a cosine, from -1 through 1, and becomes the squared
    /// distance of unit vectors, `2 - 2 x similarity`.
    ///
    /// - Parameters:
    ///   - text: The content of the file.
    ///   - allowsUnequalFolds: Whether folds may differ in their number of pairs.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` with the line, also if a number is missing, infinite or not one.
    /// - Complexity: O(*n* log *n*), where *n* is the length of the text.
    public init(csv text: String, allowsUnequalFolds: Bool = false) throws(EvaluationError) {
        let table = try CommaSeparatedTable(text)
        let similarity = table.columns.firstIndex(of: "similarity")
        let column = if let similarity { similarity } else { try table.column("distance") }
        var byLine: [Int: Double] = [:]
        for row in table.rows {
            guard let number = Double(row.fields[column]), number.isFinite else {
                throw .malformed(line: row.line, reason: "`\(row.fields[column])` is not a finite number")
            }
            if similarity != nil, abs(number) > 1.000_01 {
                throw .malformed(line: row.line, reason: "`\(row.fields[column])` is no cosine, from -1 through 1")
            }
            byLine[row.line] = similarity == nil ? number : 2 - 2 * max(-1, min(1, number))
        }
        let pairs = try PairList.list(table, allowsUnequalFolds: allowsUnequalFolds)
        self.pairs = pairs
        // Folds come one after the other, whichever order the lines have.
        distances = pairs.lines.compactMap { byLine[$0] }
    }
}
