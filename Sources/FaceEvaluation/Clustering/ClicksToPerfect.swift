/// What a person would have to do to put groups of faces right: the cost that a user of a photo program pays.
///
/// Counted as someone works who sees the groups one after the other. Whoever has most faces in a group keeps it, ties to
/// the one met first. Everybody else's faces there leave: a single face is *moved*, in one go, to where it belongs; more
/// of one person's are *split* off together, and what was split off is *merged* with the rest of that person, if there
/// is a rest. Groups that one person kept are merged into one.
public struct ClicksToPerfect: Hashable, Sendable, Codable {
    /// Two groups that become one.
    public let merges: Int
    /// Several faces of one person that leave a group together, and become one.
    public let splits: Int
    /// Single faces that leave for another group, or for one of their own.
    public let moves: Int

    /// All of them.
    public var total: Int { merges + splits + moves }

    init(_ table: ClusterTable) {
        var keepers = [ClusterTable.Piece?](repeating: nil, count: table.groupSizes.count)
        for piece in table.pieces where piece.count > keepers[piece.group]?.count ?? 0 { keepers[piece.group] = piece }
        var (merges, splits, moves) = (0, 0, 0)
        var homes = [Int](repeating: 0, count: table.personSizes.count)
        for case let keeper? in keepers { homes[keeper.person] += 1 }
        merges = homes.reduce(0) { $0 + max(0, $1 - 1) }
        // The largest piece of a person without a home becomes it; it comes first.
        for piece in table.pieces.sorted(by: { $0.count > $1.count }) where keepers[piece.group] != piece {
            let hasHome = homes[piece.person] > 0
            homes[piece.person] += 1
            if piece.count == 1 {
                moves += 1
            } else {
                splits += 1
                merges += hasHome ? 1 : 0
            }
        }
        (self.merges, self.splits, self.moves) = (merges, splits, moves)
    }
}
