/// Whose templates a search may find: only some people's, or all but some people's.
public struct PersonFilter: Sendable {
    private enum Members: Sendable {
        /// One bit a row from `first` on.
        case bits([UInt64], first: Int64)
        case set(Set<Int64>)
    }

    /// The most bits of a bitmap, 8 MB; people further apart than this are kept as a set.
    private static let mostBits: Int64 = 1 << 26

    private let members: Members
    private let isExclusion: Bool

    /// Creates a filter that admits these people's templates only.
    ///
    /// - Parameter people: The people's rows in the gallery.
    /// - Complexity: O(*p*).
    public init(only people: some Sequence<Int64>) { self.init(people, isExclusion: false) }

    /// Creates a filter that admits everybody's templates but these people's.
    ///
    /// - Parameter people: The people's rows in the gallery.
    /// - Complexity: O(*p*).
    public init(except people: some Sequence<Int64>) { self.init(people, isExclusion: true) }

    private init(_ people: some Sequence<Int64>, isExclusion: Bool) {
        self.isExclusion = isExclusion
        let people = Set(people)
        guard let first = people.min(), let last = people.max() else {
            members = .set([])
            return
        }
        let (span, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, span < Self.mostBits else {
            members = .set(people)
            return
        }
        var words = [UInt64](repeating: 0, count: Int(span / 64) + 1)
        for person in people {
            let bit = Int(person - first)
            words[bit / 64] |= 1 << UInt64(bit % 64)
        }
        members = .bits(words, first: first)
    }

    /// Returns whether a person's templates may be found.
    ///
    /// - Parameter person: The person's row in the gallery.
    /// - Returns: Whether they may.
    /// - Complexity: O(1).
    public func admits(_ person: Int64) -> Bool { isMember(person) != isExclusion }

    private func isMember(_ person: Int64) -> Bool {
        switch members {
        case .set(let people): return people.contains(person)
        case .bits(let words, let first):
            let (bit, overflow) = person.subtractingReportingOverflow(first)
            guard !overflow, bit >= 0, bit / 64 < Int64(words.count) else { return false }
            return words[Int(bit / 64)] >> UInt64(bit % 64) & 1 == 1
        }
    }
}
