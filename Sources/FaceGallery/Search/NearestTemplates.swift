/// The nearest templates, or people, of those offered so far.
struct NearestTemplates {
    let count: Int
    let grouping: NeighborGrouping
    /// The squared distance that a template must not exceed to be among the nearest; infinite while there is room.
    private(set) var radius = Double.infinity
    /// The nearest when last settled, in order, and after them what was offered since.
    private var neighbors: [TemplateNeighbor] = []

    init(count: Int, grouping: NeighborGrouping) {
        self.count = count
        self.grouping = grouping
    }

    /// The nearest so far: in order, at most `count`.
    var sorted: [TemplateNeighbor] {
        var copy = self
        copy.sort()
        return copy.neighbors
    }

    mutating func insert(_ neighbor: TemplateNeighbor) {
        guard Double(neighbor.squaredDistance) <= radius else { return }
        neighbors.append(neighbor)
    }

    /// Brings ``radius`` up to date; to be called now and then, as it sorts.
    mutating func settle() {
        guard neighbors.count >= count else { return }
        sort()
        if neighbors.count == count, let last = neighbors.last { radius = Double(last.squaredDistance) }
    }

    private mutating func sort() {
        neighbors.sort()
        if grouping == .people {
            var seen: Set<Int64> = []
            neighbors.removeAll { !seen.insert($0.personRow).inserted }
        }
        if neighbors.count > count { neighbors.removeLast(neighbors.count - count) }
    }
}
