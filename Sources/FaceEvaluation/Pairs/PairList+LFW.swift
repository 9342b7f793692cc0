extension PairList {
    /// Reads a list in the format of LFW's `pairs.txt`.
    ///
    /// The first line says how many folds there are and how many pairs of each kind a fold has: `10 300`.
    /// Each fold then has that many lines `name i j`, two images of one person, and as many lines `name i
    /// other j`, of two people. Fields are separated by tabs or spaces. Image `i` of a person is
    /// `name/name_000i.jpg`, as LFW's archive has it.
    ///
    /// Described in <https://vis-www.cs.umass.edu/lfw/README.txt>.
    ///
    /// - Parameter text: The content of the file.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` at the first line that is not what its place
    ///   asks for.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public init(lfw text: String) throws(EvaluationError) {
        var reader = LFWPairReader(text)
        let (foldCount, pairCount) = try reader.header()
        var folds: [[LabelledPair]] = []
        for _ in 0..<foldCount {
            var fold: [LabelledPair] = []
            for _ in 0..<pairCount { fold.append(try reader.samePair()) }
            for _ in 0..<pairCount { fold.append(try reader.differentPair()) }
            folds.append(fold)
        }
        try reader.end()
        self.init(folds: folds, lines: Array(2..<2 + 2 * foldCount * pairCount))
    }
}

/// Takes the lines of a `pairs.txt` one after the other.
private struct LFWPairReader {
    private var lines: ArraySlice<[Substring]>

    init(_ text: String) {
        // `isNewline` holds for "\r\n" too, which is one character.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        self.lines = lines.map { $0.split(whereSeparator: \.isWhitespace) }[...]
        while self.lines.last?.isEmpty == true { self.lines.removeLast() }
    }

    mutating func header() throws(EvaluationError) -> (folds: Int, pairs: Int) {
        let fields = lines.popFirst() ?? []
        guard fields.count == 2, let folds = Int(fields[0]), let pairs = Int(fields[1]), folds > 0, pairs > 0 else {
            throw .malformed(line: 1, reason: "expected the number of folds and of pairs a fold, such as `10 300`")
        }
        return (folds, pairs)
    }

    mutating func samePair() throws(EvaluationError) -> LabelledPair {
        let fields = try next("a pair of one person, `name i j`", count: 3)
        return LabelledPair(
            first: try image(fields[0], fields[1]),
            second: try image(fields[0], fields[2]),
            isSame: true
        )
    }

    mutating func differentPair() throws(EvaluationError) -> LabelledPair {
        let fields = try next("a pair of two people, `name i other j`", count: 4)
        guard fields[0] != fields[2] else { throw malformed("a pair of two people names \(fields[0]) twice") }
        return LabelledPair(
            first: try image(fields[0], fields[1]),
            second: try image(fields[2], fields[3]),
            isSame: false
        )
    }

    func end() throws(EvaluationError) {
        guard lines.isEmpty else {
            throw .malformed(line: lines.startIndex + 1, reason: "expected the end of the list")
        }
    }

    private mutating func next(_ expected: String, count: Int) throws(EvaluationError) -> [Substring] {
        guard let fields = lines.popFirst() else {
            throw .malformed(line: lines.startIndex + 1, reason: "expected \(expected), got the end of the list")
        }
        guard fields.count == count else { throw malformed("expected \(expected), got \(fields.count) fields") }
        return fields
    }

    private func image(_ name: Substring, _ number: Substring) throws(EvaluationError) -> String {
        // The name becomes a path, and a list from elsewhere must not lead out of the data set's folder.
        guard !name.contains("/"), !name.hasPrefix(".") else { throw malformed("`\(name)` is not a person's name") }
        guard let value = Int(number), value > 0 else { throw malformed("`\(number)` is not an image number") }
        let digits = String(value)
        return "\(name)/\(name)_\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).jpg"
    }

    /// An error about the line taken last.
    private func malformed(_ reason: String) -> EvaluationError { .malformed(line: lines.startIndex, reason: reason) }
}
