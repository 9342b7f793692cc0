/// Which group each face goes to, so that numbers stay with the faces they were given to.
struct GroupingPlan {
    /// A group as it shall be.
    struct Group {
        /// Its number, or `nil` for a new one.
        var id: Int64?
        /// The row of the person it resembles.
        var person: Int64?
        /// The free faces in it, by index.
        var faces: [Int]
    }

    private(set) var groups: [Group] = []
    /// For each free face the group it goes to, or none.
    private(set) var placements: [(group: Int?, face: Int)] = []
    /// How many faces are in confirmed groups already, and nobody's.
    private(set) var confirmedFaces = 0

    /// Gives each group of a clustering a number.
    ///
    /// A confirmed group keeps its own. One of a person has that of the person's oldest group. The others get the number
    /// of the former group that they have most faces of, the largest share first.
    init(_ input: GroupingInput, _ clustering: Clustering, minimumSize: Int) {
        var oldest: [Int64: Int64] = [:]
        for place in input.places {
            guard let person = place.person, let group = place.group else { continue }
            oldest[person] = min(oldest[person] ?? group, group)
        }
        var taken: Set<Int64> = []
        for place in input.places where place.isConfirmed {
            if let group = place.group { taken.insert(group) }
            if place.person == nil { confirmedFaces += 1 }
        }
        for members in clustering.groups {
            let free = members.filter { GroupingInput.number(of: input.places[$0]) == nil }
            guard !free.isEmpty else { continue }
            let anchor = members.lazy.map { input.places[$0] }.first { GroupingInput.number(of: $0) != nil }
            guard anchor != nil || members.count >= minimumSize else {
                placements += free.map { (nil, $0) }
                continue
            }
            var group = Group(id: nil, person: anchor?.person, faces: free)
            if let person = anchor?.person {
                group.id = oldest[person]
            } else if let anchor {
                group.id = anchor.group
            }
            placements += free.map { (groups.count, $0) }
            groups.append(group)
        }
        keepNumbers(input, taken)
    }

    private mutating func keepNumbers(_ input: GroupingInput, _ taken: Set<Int64>) {
        var taken = taken
        var shares: [(faces: Int, id: Int64, group: Int)] = []
        for (index, group) in groups.enumerated() where group.id == nil {
            let former = Dictionary(grouping: group.faces.compactMap { input.places[$0].group }) { $0 }
            shares += former.map { ($0.value.count, $0.key, index) }
        }
        for share in shares.sorted(by: { ($1.faces, $0.id, $0.group) < ($0.faces, $1.id, $1.group) })
        where groups[share.group].id == nil && taken.insert(share.id).inserted { groups[share.group].id = share.id }
    }
}
