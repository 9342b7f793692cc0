import FaceEngine
import FaceImaging

/// MTCNN's first network: slides over a level of the pyramid and proposes candidates.
struct ProposalNetwork: Sendable {
    /// The size of a program's input in pixels.
    struct Size: Hashable, Sendable {
        var width: Int
        var height: Int
    }

    /// Sides up to this are one program; longer ones are cut into tiles.
    private static let wholeSide = 400
    private static let tileSide = 320
    /// Enough for the levels of some ten sizes of photo.
    private static let programCount = 96

    private let programs: ProgramCache<Size, DetectorProgram, DetectionError>

    init(_ source: NetworkSource) {
        programs = ProgramCache(capacity: Self.programCount) { (size) throws(DetectionError) in
            let count = ProposalGrid.cellCount(size.width) * ProposalGrid.cellCount(size.height)
            return try source.program(input: [3, size.height, size.width], counts: [4 * count, 2 * count])
        }
    }

    /// Proposes candidates on one level of a photo's pyramid.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - level: The size to look at it in.
    ///   - threshold: The least probability.
    /// - Returns: Candidates in the photo's pixels, row by row (tile by tile on large levels), not yet suppressed.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    func candidates(
        in photo: Photo,
        level: ImagePyramid.Level,
        threshold: Float
    ) throws(DetectionError) -> [Candidate] {
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3 * level.width * level.height)
        defer { pixels.deallocate() }
        photo.resample(width: level.width, height: level.height, filter: .area, format: .centered, into: pixels)

        let columns = ProposalGrid.tiles(level.width, whole: Self.wholeSide, tile: Self.tileSide)
        let rows = ProposalGrid.tiles(level.height, whole: Self.wholeSide, tile: Self.tileSide)
        if let column = columns.first, let row = rows.first, columns.count * rows.count == 1 {
            return try candidates(in: UnsafeBufferPointer(pixels), column, row, scale: level.scale, threshold)
        }
        var found: [Candidate] = []
        for row in rows {
            for column in columns {
                let tile = Self.copy(column, row, of: pixels, width: level.width, height: level.height)
                defer { tile.deallocate() }
                found += try candidates(in: UnsafeBufferPointer(tile), column, row, scale: level.scale, threshold)
            }
        }
        return found
    }

    /// Runs the network on a tile, `[3, H, W]`.
    private func candidates(
        in pixels: UnsafeBufferPointer<Float>,
        _ column: ProposalGrid.Tile,
        _ row: ProposalGrid.Tile,
        scale: Double,
        _ threshold: Float
    ) throws(DetectionError) -> [Candidate] {
        let program = try programs.program(for: Size(width: column.length, height: row.length))
        let width = ProposalGrid.cellCount(column.length)
        let count = width * ProposalGrid.cellCount(row.length)
        let results = UnsafeMutableBufferPointer<Float>.allocate(capacity: 6 * count)
        defer { results.deallocate() }
        let regressions = UnsafeMutableBufferPointer(rebasing: results[..<(4 * count)])
        let classes = UnsafeMutableBufferPointer(rebasing: results[(4 * count)...])
        try program.run(on: pixels, into: [regressions, classes])

        let scale = Float(scale)
        var found: [Candidate] = []
        // The first plane speaks for no face, the second for one; most cells are far from it.
        let margin = Self.safeMargin(threshold)
        for cell in 0..<count where classes[count + cell] - classes[cell] >= margin {
            let score = probability(classes[cell], classes[count + cell])
            guard score >= threshold else { continue }
            let (y, x) = cell.quotientAndRemainder(dividingBy: width)
            guard x >= column.firstNewCell, y >= row.firstNewCell else { continue }
            let left = Float(column.start + ProposalGrid.stride * x)
            let top = Float(row.start + ProposalGrid.stride * y)
            let window = Float(ProposalGrid.window)
            // From 1 on, and both edges included, hence 1 more on the left and 0 more on the right.
            let box = SIMD4(
                ((left + 1) / scale).rounded(.down),
                ((top + 1) / scale).rounded(.down),
                ((left + window) / scale).rounded(.down),
                ((top + window) / scale).rounded(.down)
            )
            let regression = SIMD4(
                regressions[cell],
                regressions[count + cell],
                regressions[2 * count + cell],
                regressions[3 * count + cell]
            )
            found.append(Candidate(box: box, regression: regression, score: score))
        }
        return found
    }

    /// A difference of the two classes under which the probability is surely under the threshold.
    private static func safeMargin(_ threshold: Float) -> Float {
        threshold <= 0 ? -.infinity : naturalLogarithm(threshold / max(1 - threshold, 1e-6)) - 0.01
    }

    /// Cuts a tile out of a level, `[3, H, W]`; the caller frees it.
    private static func copy(
        _ column: ProposalGrid.Tile,
        _ row: ProposalGrid.Tile,
        of level: UnsafeMutableBufferPointer<Float>,
        width: Int,
        height: Int
    ) -> UnsafeMutableBufferPointer<Float> {
        let tile = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3 * column.length * row.length)
        for channel in 0..<3 {
            for y in 0..<row.length {
                let from = (channel * height + row.start + y) * width + column.start
                let to = (channel * row.length + y) * column.length
                _ = UnsafeMutableBufferPointer(rebasing: tile[to..<to + column.length])
                    .update(fromContentsOf: level[from..<from + column.length])
            }
        }
        return tile
    }
}
