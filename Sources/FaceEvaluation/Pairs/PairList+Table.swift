extension PairList {
    /// Reads any list of pairs from a table with columns `first`, `second`, `same` and perhaps `fold`.
    ///
    ///     first,second,same,fold
    ///     ada/1.jpg,ada/2.jpg,1,1
    ///     ada/1.jpg,grace/1.jpg,0,1
    ///
    /// `same` is `1`, `true`, `same` or `0`, `false`, `different`. A fold is any text; folds are in the order of first
    /// mention, and their pairs need not stand together. Without that column all pairs are one fold. Other columns are
    /// ignored. Fields may be in double quotes; with tabs in the first line, tabs separate them.
    ///
    /// - Parameters:
    ///   - text: The content of the file.
    ///   - allowsUnequalFolds: Whether folds may differ in their number of pairs. A mean over such folds weighs the pairs
    ///     of small ones more.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` with the line, if a column is missing, a word is not known, a
    ///   pair is there twice (either way round) or is one image with itself, all are in one of several folds, or folds are
    ///   unequal; ``EvaluationError/noSamePairs(fold:)`` and ``EvaluationError/noDifferentPairs(fold:)``.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public init(csv text: String, allowsUnequalFolds: Bool = false) throws(EvaluationError) {
        self = try Self.list(CommaSeparatedTable(text), allowsUnequalFolds: allowsUnequalFolds)
    }

    static func list(_ table: CommaSeparatedTable, allowsUnequalFolds: Bool) throws(EvaluationError) -> PairList {
        let (first, second) = (try table.column("first"), try table.column("second"))
        let same = try table.column("same", "issame", "is_same")
        let fold = table.columns.firstIndex(of: "fold")
        var builder = PairListBuilder()
        for row in table.rows {
            try builder.append(
                LabelledPair(
                    first: try Self.path(row.fields[first], line: row.line),
                    second: try Self.path(row.fields[second], line: row.line),
                    isSame: try Self.isSame(row.fields[same], line: row.line)
                ),
                fold: fold.map { row.fields[$0] },
                line: row.line
            )
        }
        return try builder.list(allowsUnequalFolds: allowsUnequalFolds)
    }

    /// Reads the splits of YouTube Faces: `split number, first name, second name, is same` a line.
    ///
    /// A name is a folder of frames, such as `Ada_Lovelace/2`. A first line of words is skipped.
    ///
    /// Described in <https://www.cs.tau.ac.il/~wolf/ytfaces/>.
    ///
    /// - Parameters:
    ///   - text: The content of `splits.txt`.
    ///   - allowsUnequalFolds: Whether splits may differ in their number of pairs.
    /// - Throws: As ``init(csv:allowsUnequalFolds:)``.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public init(ytf text: String, allowsUnequalFolds: Bool = false) throws(EvaluationError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var builder = PairListBuilder()
        for (index, line) in lines.enumerated() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
            if fields == [""] { continue }
            guard fields.count == 4 else {
                let reason = "expected `split, first, second, same`, got \(fields.count) fields"
                throw .malformed(line: index + 1, reason: reason)
            }
            if index == 0, Int(fields[0]) == nil { continue }
            guard Int(fields[0]) != nil else {
                throw .malformed(line: index + 1, reason: "`\(fields[0])` is not the number of a split")
            }
            try builder.append(
                LabelledPair(
                    first: try Self.path(fields[1], line: index + 1),
                    second: try Self.path(fields[2], line: index + 1),
                    isSame: try Self.isSame(fields[3], line: index + 1)
                ),
                fold: fields[0],
                line: index + 1
            )
        }
        self = try builder.list(allowsUnequalFolds: allowsUnequalFolds)
    }

    static func isSame(_ word: String, line: Int) throws(EvaluationError) -> Bool {
        switch word.lowercased() {
        case "1", "true", "same": return true
        case "0", "false", "different": return false
        default:
            let reason = "`\(word)` is none of 1, true, same, 0, false, different"
            throw .malformed(line: line, reason: reason)
        }
    }

    /// A list from elsewhere must not lead out of the data set's folder.
    static func path(_ name: String, line: Int) throws(EvaluationError) -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." }) else {
            throw .malformed(line: line, reason: "`\(name)` is not a path below the images' folder")
        }
        return name
    }

    private static func trimmed(_ field: Substring) -> String {
        var field = field
        while field.first?.isWhitespace == true { field.removeFirst() }
        while field.last?.isWhitespace == true { field.removeLast() }
        return String(field)
    }
}

/// Collects pairs line by line, and refuses what no protocol can use.
struct PairListBuilder {
    private struct Images: Hashable {
        let one: String
        let other: String
    }

    private var folds: [[(pair: LabelledPair, line: Int)]] = []
    private var names: [String] = []
    private var places: [String: Int] = [:]
    private var seen: [Images: Int] = [:]
    private var hasFolds = false

    mutating func append(_ pair: LabelledPair, fold name: String?, line: Int) throws(EvaluationError) {
        guard pair.first != pair.second else {
            throw .malformed(line: line, reason: "\(pair.first) is paired with itself")
        }
        let images = Images(one: min(pair.first, pair.second), other: max(pair.first, pair.second))
        if let before = seen.updateValue(line, forKey: images) {
            throw .malformed(
                line: line,
                reason: "\(pair.first) and \(pair.second) are paired on line \(before) already"
            )
        }
        hasFolds = hasFolds || name != nil
        guard name != "" else { throw .malformed(line: line, reason: "the fold is empty") }
        let name = name ?? ""
        let place = places[name, default: folds.count]
        if place == folds.count {
            places[name] = place
            names.append(name)
            folds.append([])
        }
        folds[place].append((pair, line))
    }

    func list(allowsUnequalFolds: Bool) throws(EvaluationError) -> PairList {
        let pairs = folds.joined().map(\.pair)
        guard pairs.contains(where: \.isSame) else { throw .noSamePairs(fold: nil) }
        guard pairs.contains(where: { !$0.isSame }) else { throw .noDifferentPairs(fold: nil) }
        if hasFolds, folds.count == 1 {
            let reason = "all pairs are in fold `\(names[0])`, and a fold is decided by the others"
            throw .malformed(line: folds[0][0].line, reason: reason)
        }
        if !allowsUnequalFolds, let odd = folds.firstIndex(where: { $0.count != folds[0].count }) {
            let reason =
                "fold `\(names[odd])`, which begins here, has \(folds[odd].count) pairs, fold `\(names[0])` has "
                + "\(folds[0].count)"
            throw .malformed(line: folds[odd][0].line, reason: reason)
        }
        for (index, fold) in folds.enumerated() where folds.count > 1 {
            guard fold.contains(where: \.pair.isSame) else { throw .noSamePairs(fold: index + 1) }
            guard fold.contains(where: { !$0.pair.isSame }) else { throw .noDifferentPairs(fold: index + 1) }
        }
        return PairList(folds: folds.map { $0.map(\.pair) }, lines: folds.joined().map(\.line))
    }
}
