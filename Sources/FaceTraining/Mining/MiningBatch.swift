/// Which faces of a batch may take which place in a triplet.
public enum TripletRoles: String, Codable, CaseIterable, Sendable {
    /// Every face may be anchor, positive and negative.
    case any
    /// Anchor and negative are bare, the positive is occluded.
    ///
    /// So a masked face is drawn to the bare face of its person, while bare faces are not drawn to masks. After the
    /// self-restrained triplet loss: Boutros, Damer, Kirchbuchner and Kuijper, 2022.
    case selfRestrained
}

/// A batch as miners see it: distances, people, and who may take which place.
public struct MiningBatch: Sendable {
    /// The squared distances, `[N, N]`.
    public let distances: PairwiseDistances
    /// The number of embeddings, `N`.
    public var count: Int { distances.count }

    /// The person of each row, numbered from 0 in order of appearance.
    let people: [Int32]
    /// The same, but -1 for rows that may not be negatives.
    let negatives: [Int32]
    private let isAnchor: [Bool]
    private let isPositive: [Bool]
    /// The rows of each person, ascending.
    private let rows: [[Int]]
    private let negativeCounts: [Int]

    /// Creates a batch to mine.
    ///
    /// - Parameters:
    ///   - distances: Of *N* embeddings.
    ///   - labels: The person of each.
    ///   - isOccluded: Whether each is occluded; without it, none is.
    ///   - roles: Who may take which place.
    /// - Precondition: All are of *N* embeddings.
    public init(
        distances: PairwiseDistances,
        labels: [Int],
        isOccluded: [Bool]? = nil,
        roles: TripletRoles = .any
    ) {
        let isOccluded = isOccluded ?? [Bool](repeating: false, count: labels.count)
        precondition(
            labels.count == distances.count && isOccluded.count == distances.count,
            "\(distances.count) embeddings, but \(labels.count) labels and \(isOccluded.count) roles"
        )
        var (numbers, rows): ([Int: Int], [[Int]]) = ([:], [])
        var people: [Int32] = []
        for (row, label) in labels.enumerated() {
            let person = numbers[label] ?? rows.count
            if person == rows.count {
                numbers[label] = person
                rows.append([])
            }
            rows[person].append(row)
            people.append(Int32(person))
        }
        let isRestrained = roles == .selfRestrained
        isAnchor = isOccluded.map { !isRestrained || !$0 }
        isPositive = isOccluded.map { !isRestrained || $0 }
        negatives = zip(people, isOccluded).map { isRestrained && $1 ? -1 : $0 }
        var own = [Int](repeating: 0, count: rows.count)
        for person in negatives where person >= 0 { own[Int(person)] += 1 }
        let all = own.reduce(0, +)
        negativeCounts = own.map { all - $0 }
        self.people = people
        self.rows = rows
        self.distances = distances
    }

    /// The rows that may be the positive of `anchor`, ascending; none if it may not be an anchor.
    func positives(of anchor: Int) -> [Int] {
        guard isAnchor[anchor] else { return [] }
        return rows[Int(people[anchor])].filter { $0 != anchor && isPositive[$0] }
    }

    /// How many rows may be the negative of `anchor`.
    func negativeCount(of anchor: Int) -> Int { negativeCounts[Int(people[anchor])] }

    /// Whether `anchor` and `positive` would also be a pair the other way around.
    func isPairBothWays(_ anchor: Int, _ positive: Int) -> Bool { isAnchor[positive] && isPositive[anchor] }

    /// The number of triplets that the labels and roles allow.
    ///
    /// - Complexity: O(*N* *K*), where *K* is the number of rows of a person.
    public var tripletCount: Int {
        (0..<count).reduce(0) { $0 + positives(of: $1).count * negativeCount(of: $1) }
    }
}
