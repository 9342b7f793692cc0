/// How P-Net's output lies over one side of its input, and how a long side is cut into tiles.
///
/// P-Net looks through a window of 12 pixels that moves by 2: three pixels, a pool of 2x2 that also takes a rest of one
/// pixel at the end, then twice three pixels.
struct ProposalGrid {
    /// The pixels that one output cell sees.
    static let window = 12
    /// The pixels from a cell to the next.
    static let stride = 2

    /// A stretch of the input, and which of its cells are not in an earlier tile.
    struct Tile: Hashable {
        /// The first pixel, an even number.
        var start: Int
        /// Pixels.
        var length: Int
        /// The first cell that counts, among the tile's own.
        var firstNewCell: Int
    }

    /// The cells that an input of `length` pixels, at least 12, gives.
    static func cellCount(_ length: Int) -> Int { (length - 1) / 2 - 4 }

    /// Cuts a side into tiles that give, together, exactly the cells of the whole.
    ///
    /// A side up to `whole` stays one tile. A longer one becomes tiles of `tile` pixels (and the last of one more if the
    /// side is odd, so that the pool's rest stays where it is), which overlap: so the sides of all large photos need
    /// only two lengths of program, and memory stays bounded.
    ///
    /// - Parameters:
    ///   - length: The side, at least 12.
    ///   - whole: The longest side that is not cut, at least `tile` + 1.
    ///   - tile: The length of a tile, even.
    /// - Returns: The tiles, by their first pixel.
    static func tiles(_ length: Int, whole: Int, tile: Int) -> [Tile] {
        guard length > whole else { return [Tile(start: 0, length: length, firstNewCell: 0)] }
        let lastLength = tile + length % 2
        let lastStart = length - lastLength
        let step = cellCount(tile) * stride
        var tiles = Swift.stride(from: 0, to: lastStart, by: step).map { start in
            Tile(start: start, length: tile, firstNewCell: 0)
        }
        let covered = tiles.count * cellCount(tile)
        tiles.append(Tile(start: lastStart, length: lastLength, firstNewCell: covered - lastStart / stride))
        return tiles
    }
}
