/// Two images, and whether they show the same person.
public struct LabelledPair: Hashable, Sendable, Codable {
    /// The first image: a path relative to the data set's folder.
    public var first: String
    /// The second image: a path relative to the data set's folder.
    public var second: String
    /// Whether both show the same person.
    public var isSame: Bool

    /// Creates a pair.
    ///
    /// - Parameters:
    ///   - first: The first image.
    ///   - second: The second image.
    ///   - isSame: Whether both show the same person.
    public init(first: String, second: String, isSame: Bool) {
        self.first = first
        self.second = second
        self.isSame = isSame
    }

    /// Who the pair shows, where images are in a folder a person: the paths' first components.
    ///
    /// `nil` if a path has no folder, or the folders contradict ``isSame``: then they are not people.
    public var peopleByFolder: (first: String, second: String)? {
        guard let person = Self.folder(of: first), let other = Self.folder(of: second) else { return nil }
        return (person == other) == isSame ? (person, other) : nil
    }

    /// Who the pair shows, as far as it tells: ``peopleByFolder``, else somebody for each image, and for a pair of the same
    /// person for its first.
    public var people: (first: String, second: String) { peopleByFolder ?? (first, isSame ? first : second) }

    private static func folder(of path: String) -> String? {
        path.firstIndex(of: "/").map { String(path[..<$0]) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// The pairs of a verification protocol, in the folds the protocol gives.
///
/// The order is part of the protocol: LFW's folds share no person, and shuffling them would break that.
public struct PairList: Hashable, Sendable {
    /// The pairs of each fold, in the order of the file.
    public var folds: [[LabelledPair]]
    /// The line of the file that each pair is on, in the order of ``pairs``, counted from 1; empty if it was in none.
    public var lines: [Int]

    /// Creates a list.
    ///
    /// - Parameters:
    ///   - folds: The pairs of each fold.
    ///   - lines: The line each pair is on, in the order of ``pairs``; none, or as many as pairs.
    public init(folds: [[LabelledPair]], lines: [Int] = []) {
        precondition(lines.isEmpty || lines.count == folds.reduce(0) { $0 + $1.count }, "\(lines.count) lines")
        self.folds = folds
        self.lines = lines
    }

    /// All pairs, fold after fold: what a ``WrongPair/index`` counts in.
    ///
    /// - Complexity: O(*n*), where *n* is the number of pairs.
    public var pairs: [LabelledPair] { Array(folds.joined()) }

    /// Who each pair shows, in the order of ``pairs``, where images are in a folder a person; `nil` if one of them does
    /// not say.
    ///
    /// - Complexity: O(*n*), where *n* is the number of pairs.
    public var peopleByFolder: [(first: String, second: String)]? {
        let people = pairs.compactMap(\.peopleByFolder)
        return people.count == folds.reduce(0) { $0 + $1.count } ? people : nil
    }

    /// Every image that a pair names, once, in the order of first mention.
    ///
    /// - Complexity: O(*n*), where *n* is the number of pairs.
    public var images: [String] {
        var seen: Set<String> = []
        return folds.joined().flatMap { [$0.first, $0.second] }.filter { seen.insert($0).inserted }
    }

    /// Returns the first `count` folds, all of them if there are fewer.
    ///
    /// - Parameter count: The most folds to keep; at least 0.
    /// - Returns: A shorter list, for a quick look: its results are not the protocol's.
    public func prefix(folds count: Int) -> PairList {
        let kept = Array(folds.prefix(count))
        return PairList(folds: kept, lines: Array(lines.prefix(kept.reduce(0) { $0 + $1.count })))
    }
}
