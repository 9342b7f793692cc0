public import FaceImaging
public import FaceNetworks

/// Which cells of the grids learn which face.
///
/// A face belongs to the grids whose ``sizes`` hold the side of its box, near the borders to two of them; on each, to the
/// cells around its middle. A cell between two faces takes the smaller one. All other cells learn that there is no
/// face, but those in what is ignored, which learn nothing. Tian et al., "FCOS", <https://arxiv.org/abs/1904.01355>,
/// call it center sampling.
public struct GridAssignment: Hashable, Sendable {
    /// What a cell learns.
    public enum Role: Hashable, Sendable {
        /// That here is the middle of no face.
        case background
        /// Nothing.
        case ignored
        /// The face of this place in the list.
        case face(Int)
    }

    /// For each grid, the sides it is for, in pixels: the square roots of the boxes' areas.
    public static let sizes: [ClosedRange<Float>] = [0...48, 34...108, 76...216, 152...Float.infinity]
    /// How far from the middle of a face its cells may be, in cells along each axis.
    public static let radius: Float = 1.25

    /// The grids, the finest first.
    public let grids: [CompactGrid]
    /// For each grid, what its cells learn, row by row.
    public let roles: [[Role]]

    /// Assigns cells.
    ///
    /// - Parameters:
    ///   - faces: The faces of a photo.
    ///   - ignored: Where nothing is learned.
    ///   - height: The photo's rows, a multiple of the coarsest stride.
    ///   - width: The photo's columns, a multiple of the coarsest stride.
    /// - Complexity: O(*cells* + *faces* + *ignored cells*).
    public init(_ faces: [SceneFace], ignored: [Rect], height: Int, width: Int) {
        grids = CompactGrid.grids(height: height, width: width)
        // The smaller ones last, so that they win.
        let order = faces.indices.sorted { faces[$0].box.area > faces[$1].box.area }
        roles = zip(grids, Self.sizes).map { grid, sizes in
            var roles = [Role](repeating: .background, count: grid.count)
            for rect in ignored {
                Self.forEachCell(of: grid, in: rect) { roles[$0] = .ignored }
            }
            for index in order {
                let box = faces[index].box
                let center = box.center
                guard sizes.contains(box.area.squareRoot()) else { continue }
                let reach = Self.radius * Float(grid.stride)
                let middle = Rect(
                    minX: center.x - reach,
                    minY: center.y - reach,
                    maxX: center.x + reach,
                    maxY: center.y + reach
                )
                Self.forEachCell(of: grid, in: middle.intersection(box)) { roles[$0] = .face(index) }
                // The nearest cell always, however small the face is.
                let (row, column) = (Int(center.y / Float(grid.stride)), Int(center.x / Float(grid.stride)))
                if center.x >= 0, center.y >= 0, row < grid.rows, column < grid.columns {
                    roles[row * grid.columns + column] = .face(index)
                }
            }
            return roles
        }
    }

    /// The cells that learn a face.
    public var positives: Int {
        roles.reduce(0) { $0 + $1.count { if case .face = $0 { true } else { false } } }
    }

    /// Visits the cells whose middle lies in a rectangle.
    private static func forEachCell(of grid: CompactGrid, in rect: Rect, _ body: (Int) -> Void) {
        let stride = Float(grid.stride)
        func range(_ low: Float, _ high: Float, _ count: Int) -> Range<Int> {
            let first = (low / stride - 0.5).rounded(.up).clamped(to: 0...Float(count))
            let last = (high / stride - 0.5).rounded(.down).clamped(to: -1...Float(count - 1))
            return first <= last ? Int(first)..<Int(last) + 1 : 0..<0
        }
        let columns = range(rect.minX, rect.maxX, grid.columns)
        for row in range(rect.minY, rect.maxY, grid.rows) {
            for column in columns { body(row * grid.columns + column) }
        }
    }
}

extension Float {
    fileprivate func clamped(to range: ClosedRange<Float>) -> Float {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
