import Foundation

/// How well groups of faces agree with who is in them.
public struct ClusteringReport: Hashable, Sendable, Codable {
    /// How much of what was put together belongs together, how much of what belongs together was put together, and both.
    public struct Scores: Hashable, Sendable, Codable {
        /// The share of what is together that should be.
        public let precision: Double
        /// The share of what should be together that is.
        public let recall: Double

        /// The harmonic mean of both; 0 if both are.
        public var f: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
    }

    /// The number of faces.
    public let faces: Int
    /// The number of people there are.
    public let people: Int
    /// The number of groups that were found.
    public let groups: Int
    /// Over pairs of faces.
    ///
    /// A person weighs by the square of their faces. 1 where there is no pair to be wrong.
    public let pairwise: Scores
    /// Over faces, each with those it is grouped with.
    ///
    /// B-cubed: Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998. Every face weighs the same.
    public let bCubed: Scores
    /// How little a group tells about several people, 0 through 1: Rosenberg and Hirschberg, "V-Measure", 2007.
    public let homogeneity: Double
    /// How little a person is spread over groups, 0 through 1.
    public let completeness: Double
    /// What it would take to put everything right by hand.
    public let clicks: ClicksToPerfect

    /// The harmonic mean of homogeneity and completeness; the normalized mutual information, by the arithmetic mean.
    public var vMeasure: Double {
        homogeneity + completeness > 0 ? 2 * homogeneity * completeness / (homogeneity + completeness) : 0
    }

    /// Compares groups with people.
    ///
    /// - Parameters:
    ///   - groups: The group of each face, `[N]`.
    ///   - people: Who each face is, `[N]`.
    /// - Complexity: O(*N* + *P* log *P*), where *P* is the number of pieces, a person's faces in one group.
    public init(groups: [some Hashable], people: [some Hashable]) {
        precondition(groups.count == people.count, "\(groups.count) faces are grouped and \(people.count) are known")
        let table = ClusterTable(groups: groups, people: people)
        (faces, self.people, self.groups) = (table.count, table.personSizes.count, table.groupSizes.count)
        pairwise = table.pairwise
        bCubed = table.bCubed
        (homogeneity, completeness) = table.homogeneityAndCompleteness
        clicks = ClicksToPerfect(table)
    }
}

extension ClusterTable {
    fileprivate var pairwise: ClusteringReport.Scores {
        func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }
        let both = pieces.reduce(0) { $0 + pairs($1.count) }
        let (together, same) = (groupSizes.reduce(0) { $0 + pairs($1) }, personSizes.reduce(0) { $0 + pairs($1) })
        return ClusteringReport.Scores(
            precision: together > 0 ? Double(both) / Double(together) : 1,
            recall: same > 0 ? Double(both) / Double(same) : 1
        )
    }

    fileprivate var bCubed: ClusteringReport.Scores {
        var (precision, recall) = (0.0, 0.0)
        for piece in pieces {
            let square = Double(piece.count) * Double(piece.count)
            precision += square / Double(groupSizes[piece.group])
            recall += square / Double(personSizes[piece.person])
        }
        guard count > 0 else { return ClusteringReport.Scores(precision: 1, recall: 1) }
        return ClusteringReport.Scores(precision: precision / Double(count), recall: recall / Double(count))
    }

    fileprivate var homogeneityAndCompleteness: (Double, Double) {
        let (groups, people) = (entropy(of: groupSizes), entropy(of: personSizes))
        var mutual = 0.0
        for piece in pieces {
            let share = Double(piece.count) / Double(count)
            let expected = Double(groupSizes[piece.group]) * Double(personSizes[piece.person])
            mutual += share * log(Double(piece.count) * Double(count) / expected)
        }
        mutual = max(0, mutual)
        return (people > 0 ? mutual / people : 1, groups > 0 ? mutual / groups : 1)
    }

    private func entropy(of sizes: [Int]) -> Double {
        sizes.reduce(0) { $0 - Double($1) / Double(count) * log(Double($1) / Double(count)) }
    }
}
