/// How many faces of each person are in each group: all that scores of a grouping depend on.
struct ClusterTable {
    /// A person's faces in one group.
    struct Piece: Hashable {
        var group: Int
        var person: Int
        var count: Int
    }

    /// The pieces that are not empty, by group, then by person; both numbered as they first appear.
    let pieces: [Piece]
    /// The faces of each group.
    let groupSizes: [Int]
    /// The faces of each person.
    let personSizes: [Int]
    /// All faces.
    let count: Int

    init(groups: some Collection<some Hashable>, people: some Collection<some Hashable>) {
        let (groups, people) = (Self.numbered(groups), Self.numbered(people))
        count = groups.count
        var groupSizes = [Int](repeating: 0, count: (groups.max() ?? -1) + 1)
        var personSizes = [Int](repeating: 0, count: (people.max() ?? -1) + 1)
        var counts: [Piece: Int] = [:]
        for (group, person) in zip(groups, people) {
            groupSizes[group] += 1
            personSizes[person] += 1
            counts[Piece(group: group, person: person, count: 0), default: 0] += 1
        }
        (self.groupSizes, self.personSizes) = (groupSizes, personSizes)
        pieces = counts.map { Piece(group: $0.key.group, person: $0.key.person, count: $0.value) }
            .sorted { ($0.group, $0.person) < ($1.group, $1.person) }
    }

    private static func numbered<Label: Hashable>(_ labels: some Collection<Label>) -> [Int] {
        var numbers: [Label: Int] = [:]
        return labels.map { label in
            if let number = numbers[label] { return number }
            numbers[label] = numbers.count
            return numbers.count - 1
        }
    }
}
