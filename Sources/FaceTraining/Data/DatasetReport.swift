/// What a set of photos came to, and what was wrong with it.
public struct DatasetReport: Hashable, Sendable, Codable {
    /// The photos looked at, those left out included.
    public var photosRead = 0
    /// The photos of the set.
    public var photos = 0
    /// The people of the set.
    public var people = 0
    /// The people of the set with a single photo: good as strangers only.
    public var peopleWithOnePhoto = 0
    /// What was wrong, in the order it was found.
    public var problems: [DatasetProblem] = []

    /// Creates a report of nothing.
    public init() {}

    /// How many problems there are of a kind.
    ///
    /// - Complexity: O(*problems*).
    public func count(of kind: DatasetProblem.Kind) -> Int {
        problems.count { $0.kind == kind }
    }
}

extension DatasetReport: CustomStringConvertible {
    /// One line, such as `1200 photos of 60 people, 2 with one photo; 3 duplicate, 1 unreadable`.
    public var description: String {
        let one = peopleWithOnePhoto > 0 ? ", \(peopleWithOnePhoto) with one photo" : ""
        let kinds = DatasetProblem.Kind.allCases.map { (count(of: $0), $0.rawValue) }.filter { $0.0 > 0 }
        let tail = kinds.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return "\(photos) photos of \(people) people\(one)" + (tail.isEmpty ? "" : "; \(tail)")
    }
}
