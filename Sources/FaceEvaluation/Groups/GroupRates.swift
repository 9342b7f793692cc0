/// Whether a threshold treats groups of people alike: false matches and false non-matches of each at one threshold.
///
/// A pair counts for a group if both its people belong to it; pairs across groups count for none, unless asked. Small
/// groups have wide intervals: compare those, not the rates. The terms are those of ISO/IEC 19795-10 and of NIST's
/// *Face Recognition Vendor Test, part 3: demographic effects*, NISTIR 8280 (2019).
public struct GroupRates: Hashable, Sendable, Codable {
    /// One pair, and what is known of it.
    public struct Pair: Hashable, Sendable {
        /// How far apart the two were found to be.
        public var distance: Double
        /// Whether both are the same person.
        public var isSame: Bool
        /// Who the first is, and their group.
        public var first: Member
        /// Who the second is, and their group.
        public var second: Member

        /// Creates a pair.
        public init(distance: Double, isSame: Bool, first: Member, second: Member) {
            self.distance = distance
            self.isSame = isSame
            self.first = first
            self.second = second
        }
    }

    /// A person in a pair.
    public struct Member: Hashable, Sendable {
        /// Who.
        public var person: String
        /// Their group; `nil` if it is not known, and then the pair counts for none.
        public var group: String?

        /// Creates a member.
        public init(person: String, group: String?) {
            self.person = person
            self.group = group
        }
    }

    /// What the threshold does to one group.
    public struct Group: Hashable, Sendable, Codable {
        /// The group; `first x second` of pairs across two.
        public let name: String
        /// How many people are in its pairs.
        public let people: Int
        /// The pairs of different people that are accepted: FMR.
        public let falseMatches: Share
        /// The 95 % interval of ``falseMatches`` by drawing people again; `nil` where that shows nothing.
        public let falseMatchesOverPeople: ConfidenceInterval?
        /// The pairs of the same person that are refused: FNMR.
        public let falseNonMatches: Share
        /// The 95 % interval of ``falseNonMatches`` by drawing people again; `nil` where that shows nothing.
        public let falseNonMatchesOverPeople: ConfidenceInterval?
    }

    /// Pairs nearer than this are accepted.
    public let threshold: Double
    /// The groups, by name; those across groups last.
    public let groups: [Group]
    /// How the false match rates of groups differ; `nil` if fewer than two groups have pairs of different people.
    public let falseMatchRatio: WorstToBest?
    /// How the false non-match rates of groups differ; `nil` if fewer than two groups have pairs of the same person.
    public let falseNonMatchRatio: WorstToBest?
    /// How many pairs count for no group: across groups, or of people whose group is not known.
    public let uncounted: Int

    /// Measures groups.
    ///
    /// - Parameters:
    ///   - pairs: The pairs.
    ///   - threshold: Pairs nearer than this are accepted.
    ///   - countsAcross: Whether pairs of people of two groups are counted, as groups of their own. They are left out of the
    ///     ratios.
    ///   - bootstrap: How people are drawn again.
    /// - Throws: ``EvaluationError/distanceNotFinite(index:)``, and ``EvaluationError/noSamePairs(fold:)`` or
    ///   ``EvaluationError/noDifferentPairs(fold:)`` if no group has such pairs.
    /// - Complexity: O(*r* x (*people* + *pairs*)) for *r* replicates.
    public init(
        _ pairs: [Pair],
        threshold: Double,
        countsAcross: Bool = false,
        bootstrap: IdentityBootstrap = IdentityBootstrap()
    ) throws(EvaluationError) {
        if let index = pairs.firstIndex(where: { !$0.distance.isFinite }) { throw .distanceNotFinite(index: index) }
        var within: [String: GroupPairs] = [:]
        var across: [String: GroupPairs] = [:]
        var uncounted = 0
        for pair in pairs {
            switch (pair.first.group, pair.second.group) {
            case (let one?, let other?) where one == other:
                within[one, default: GroupPairs()].append(pair, threshold: threshold)
            case (let one?, let other?) where countsAcross:
                let name = "\(min(one, other)) x \(max(one, other))"
                across[name, default: GroupPairs()].append(pair, threshold: threshold)
            default: uncounted += 1
            }
        }
        guard within.values.contains(where: { !$0.same.isEmpty }) else { throw .noSamePairs(fold: nil) }
        guard within.values.contains(where: { !$0.different.isEmpty }) else { throw .noDifferentPairs(fold: nil) }
        self.threshold = threshold
        self.uncounted = uncounted
        let named = within.sorted { $0.key < $1.key }
        groups = (named + across.sorted { $0.key < $1.key }).map { $1.summary(name: $0, bootstrap: bootstrap) }
        falseMatchRatio = WorstToBest(named.map { ($0, $1.different, $1.people.count) }, bootstrap: bootstrap)
        falseNonMatchRatio = WorstToBest(named.map { ($0, $1.same, $1.people.count) }, bootstrap: bootstrap)
    }
}

/// The pairs of a group, with its people as numbers.
private struct GroupPairs {
    private(set) var people: [String: Int] = [:]
    private(set) var same: [GroupTrial] = []
    private(set) var different: [GroupTrial] = []

    mutating func append(_ pair: GroupRates.Pair, threshold: Double) {
        let trial = GroupTrial(
            first: number(pair.first.person),
            second: number(pair.second.person),
            isError: (pair.distance < threshold) != pair.isSame
        )
        if pair.isSame { same.append(trial) } else { different.append(trial) }
    }

    private mutating func number(_ person: String) -> Int {
        if let known = people[person] { return known }
        let number = people.count
        people[person] = number
        return number
    }

    func summary(name: String, bootstrap: IdentityBootstrap) -> GroupRates.Group {
        func interval(_ trials: [GroupTrial]) -> ConfidenceInterval? {
            // An error lies at 0, and is nearer than 0.5.
            bootstrap.intervals(
                thresholds: [0.5],
                distances: trials.map { $0.isError ? 0 : 1 },
                pairs: trials.map { ($0.first, $0.second) },
                people: people.count
            )[0]
        }
        return GroupRates.Group(
            name: name,
            people: people.count,
            falseMatches: Share(different.count(where: \.isError), of: different.count),
            falseMatchesOverPeople: interval(different),
            falseNonMatches: Share(same.count(where: \.isError), of: same.count),
            falseNonMatchesOverPeople: interval(same)
        )
    }
}

/// One pair of a group: two people by number, and whether the decision about them is wrong.
struct GroupTrial {
    var first: Int
    var second: Int
    var isError: Bool
}
