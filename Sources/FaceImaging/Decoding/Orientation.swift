/// How a camera was held, by EXIF's numbers: where row 0 and column 0 of the file lie in the upright scene.
enum Orientation: Int, CaseIterable {
    /// 1: row 0 is the top, column 0 the left.
    case upright = 1
    /// 2: top, right.
    case mirrored
    /// 3: bottom, right.
    case halfTurn
    /// 4: bottom, left.
    case flipped
    /// 5: left, top.
    case transposed
    /// 6: right, top.
    case quarterTurnRight
    /// 7: right, bottom.
    case antitransposed
    /// 8: left, bottom.
    case quarterTurnLeft

    /// Whether columns become rows.
    var swapsAxes: Bool { rawValue >= 5 }
}

extension Photo {
    /// The photo turned upright; itself if it already is.
    ///
    /// - Complexity: O(*pixels*).
    func turnedUpright(from orientation: Orientation) -> Photo {
        guard orientation != .upright else { return self }
        let (columns, rows) = orientation.swapsAxes ? (height, width) : (width, height)
        // Each upright pixel (x, y) is the file's at start + x * alongX + y * alongY.
        let (right, bottom) = (width - 1, height - 1)
        let (start, alongX, alongY) =
            switch orientation {
            case .upright: (0, 1, width)
            case .mirrored: (right, -1, width)
            case .halfTurn: (bottom * width + right, -1, -width)
            case .flipped: (bottom * width, 1, -width)
            case .transposed: (0, width, 1)
            case .quarterTurnRight: (bottom * width, -width, 1)
            case .antitransposed: (bottom * width + right, -width, -1)
            case .quarterTurnLeft: (right, width, -1)
            }
        return withUnsafePixels { source in
            Photo(uninitializedWidth: columns, height: rows) { target in
                for y in 0..<rows {
                    for x in 0..<columns {
                        let from = (start + x * alongX + y * alongY) * 3
                        let to = (y * columns + x) * 3
                        target[to] = source[from]
                        target[to + 1] = source[from + 1]
                        target[to + 2] = source[from + 2]
                    }
                }
            }
        }
    }
}
