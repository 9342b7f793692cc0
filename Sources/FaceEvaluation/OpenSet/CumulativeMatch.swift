public import FaceEmbedding

/// How often the right person is among the nearest few: the cumulative match characteristic (CMC).
///
/// Closed set: everybody looked up is in the gallery, and a threshold plays no part. A person's distance is that of their
/// nearest embedding. Wrong people at the very distance of the right one stand before them: a tie is no success.
public struct CumulativeMatch: Hashable, Sendable, Codable {
    /// The rank of the right person for each probe, from 1.
    public let ranks: [Int]
    /// How many people are in the gallery.
    public let people: Int

    /// Summarizes ranks.
    ///
    /// - Parameters:
    ///   - ranks: The rank of the right person for each probe, from 1 through `people`; at least one.
    ///   - people: How many people are in the gallery.
    public init(ranks: [Int], people: Int) {
        precondition(!ranks.isEmpty, "no probes")
        precondition(ranks.allSatisfy { (1...people).contains($0) }, "a rank beyond \(people) people")
        self.ranks = ranks
        self.people = people
    }

    /// Looks every probe up.
    ///
    /// - Parameters:
    ///   - probes: The embeddings to look up, and who they show; all of them in the gallery.
    ///   - gallery: The embeddings of the gallery, and who they show.
    /// - Complexity: O(*p* x *g* x *d*) for *p* probes, *g* embeddings and *d* dimensions.
    public init(
        probes: [(embedding: Embedding, person: PersonID)],
        gallery: [(embedding: Embedding, person: PersonID)]
    ) {
        var numbers: [PersonID: Int] = [:]
        let people = gallery.map { row in
            let number = numbers[row.person, default: numbers.count]
            numbers[row.person] = number
            return number
        }
        let ranks = probes.map { probe in
            guard let right = numbers[probe.person] else {
                preconditionFailure("a probe shows somebody who is not in the gallery")
            }
            var nearest = [Float](repeating: .infinity, count: numbers.count)
            for (row, person) in zip(gallery, people) {
                nearest[person] = min(nearest[person], probe.embedding.squaredDistance(to: row.embedding))
            }
            return 1 + nearest.indices.count { $0 != right && nearest[$0] <= nearest[right] }
        }
        self.init(ranks: ranks, people: numbers.count)
    }

    /// Returns how many probes have the right person among the `rank` nearest.
    ///
    /// - Parameter rank: From 1.
    /// - Returns: The share, with its exact interval.
    /// - Complexity: O(*p*) for *p* probes.
    public func identificationRate(rank: Int) -> Share {
        Share(ranks.count { $0 <= rank }, of: ranks.count)
    }

    /// Returns the curve.
    ///
    /// - Parameter count: How many ranks, at least 1; at most as many as people are returned.
    /// - Returns: The share found at rank 1, 2 and so on.
    /// - Complexity: O(*p* + *r*) for *p* probes and *r* ranks.
    public func rates(ranks count: Int = 20) -> [Double] {
        var found = [Int](repeating: 0, count: min(count, people))
        for rank in ranks where rank <= found.count { found[rank - 1] += 1 }
        var total = 0
        return found.map { here in
            total += here
            return Double(total) / Double(ranks.count)
        }
    }
}
