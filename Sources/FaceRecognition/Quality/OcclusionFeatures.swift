public import FaceImaging

/// What a face at its place looks like, coarsely: the numbers that ``OcclusionJudge`` weighs.
///
/// The crop of 112x112 pixels is cut into cells of 8x8. Of the 11x10 that are the face (rows from 24 on, columns 16 to
/// 96), each has five numbers: mean brightness, mean blue and red difference, and the mean steepness across and down, as
/// logarithms. Each kind is taken against its own median over the face, brightness also in units of its spread, so that
/// light, camera and skin do not count. All are cut to -4...4.
public struct OcclusionFeatures: Hashable, Sendable {
    /// Cells from top to bottom.
    public static let rows = 11
    /// Cells from left to right.
    public static let columns = 10
    /// Numbers a cell.
    public static let channels = 5
    private static let cell = 8
    private static let (top, left) = (3, 2)

    /// `[5, 11, 10]`: channel, row, column.
    public let values: [Float]

    /// Measures a crop.
    ///
    /// - Parameter crop: The face at its place, 112x112 pixels.
    /// - Complexity: O(*pixels*).
    public init(_ crop: Photo) {
        precondition(
            crop.width == 112 && crop.height == 112,
            "occlusion is judged on 112x112 pixels, not \(crop.width)x\(crop.height)"
        )
        let picture = Picture(crop)
        var planes = [picture.luma, picture.blue, picture.red, picture.across, picture.down].map(Self.cells)
        for channel in 3..<5 { planes[channel] = planes[channel].map { naturalLogarithm(1 + $0) } }
        let medians = planes.map { $0.sorted()[$0.count / 2] }
        let scales = [max(8, Self.deviation(planes[0])), 16, 16, 1, 1]
        values = planes.indices.flatMap { channel in
            planes[channel].map { max(-4, min(4, ($0 - medians[channel]) / scales[channel])) }
        }
    }

    private init(values: [Float]) { self.values = values }

    /// The features of the mirrored face.
    public var mirrored: OcclusionFeatures {
        var mirrored = values
        for row in 0..<Self.channels * Self.rows {
            for column in 0..<Self.columns {
                mirrored[row * Self.columns + column] = values[(row + 1) * Self.columns - 1 - column]
            }
        }
        return OcclusionFeatures(values: mirrored)
    }

    /// The means of the face's cells.
    private static func cells(_ plane: [Float]) -> [Float] {
        (0..<rows * columns).map { index in
            let (y, x) = ((top + index / columns) * cell, (left + index % columns) * cell)
            var sum: Float = 0
            for row in y..<y + cell { for column in x..<x + cell { sum += plane[row * 112 + column] } }
            return sum / Float(cell * cell)
        }
    }

    private static func deviation(_ values: [Float]) -> Float {
        let mean = values.reduce(0, +) / Float(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
    }
}

/// The planes of a crop that are averaged, each `[112, 112]`.
private struct Picture {
    var luma = [Float](repeating: 0, count: 112 * 112)
    var blue = [Float](repeating: 0, count: 112 * 112)
    var red = [Float](repeating: 0, count: 112 * 112)
    var across = [Float](repeating: 0, count: 112 * 112)
    var down = [Float](repeating: 0, count: 112 * 112)

    init(_ crop: Photo) {
        crop.withUnsafePixels { pixels in
            for index in 0..<112 * 112 {
                let (r, g, b) = (Float(pixels[3 * index]), Float(pixels[3 * index + 1]), Float(pixels[3 * index + 2]))
                luma[index] = 0.299 * r + 0.587 * g + 0.114 * b
                blue[index] = b - luma[index]
                red[index] = r - luma[index]
            }
        }
        for row in 0..<112 {
            for column in 0..<112 {
                let index = row * 112 + column
                if 1..<111 ~= column { across[index] = abs(luma[index + 1] - luma[index - 1]) / 2 }
                if 1..<111 ~= row { down[index] = abs(luma[index + 112] - luma[index - 112]) / 2 }
            }
        }
    }
}
