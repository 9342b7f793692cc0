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
}

/// The pairs of a verification protocol, in the folds the protocol gives.
///
/// The order is part of the protocol: LFW's folds share no person, and shuffling them would break that.
public struct PairList: Hashable, Sendable {
    /// The pairs of each fold, in the order of the file.
    public var folds: [[LabelledPair]]

    /// Creates a list.
    ///
    /// - Parameter folds: The pairs of each fold.
    public init(folds: [[LabelledPair]]) { self.folds = folds }

    /// All pairs, fold after fold: what a ``WrongPair/index`` counts in.
    ///
    /// - Complexity: O(*n*), where *n* is the number of pairs.
    public var pairs: [LabelledPair] { Array(folds.joined()) }

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
    public func prefix(folds count: Int) -> PairList { PairList(folds: Array(folds.prefix(count))) }
}
