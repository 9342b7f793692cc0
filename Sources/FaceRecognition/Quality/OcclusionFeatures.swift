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
    let luma, blue, red, across, down: [Float]

    private static let side = 112

    init(_ crop: Photo) {
        (luma, blue, red) = crop.withUnsafePixels { pixels in
            let luma = Self.plane { plane in
                for index in 0..<plane.count {
                    let (r, g) = (Float(pixels[3 * index]), Float(pixels[3 * index + 1]))
                    plane[index] = 0.299 * r + 0.587 * g + 0.114 * Float(pixels[3 * index + 2])
                }
            }
            func difference(_ channel: Int) -> [Float] {
                Self.plane { plane in
                    for index in 0..<plane.count { plane[index] = Float(pixels[3 * index + channel]) - luma[index] }
                }
            }
            return (luma, difference(2), difference(0))
        }
        (across, down) = luma.withUnsafeBufferPointer { luma in
            let across = Self.plane { plane in
                for row in 0..<Self.side {
                    for index in row * Self.side + 1..<(row + 1) * Self.side - 1 {
                        plane[index] = abs(luma[index + 1] - luma[index - 1]) / 2
                    }
                }
            }
            let down = Self.plane { plane in
                for index in Self.side..<plane.count - Self.side {
                    plane[index] = abs(luma[index + Self.side] - luma[index - Self.side]) / 2
                }
            }
            return (across, down)
        }
    }

    /// A plane of zeros, written by `write`.
    private static func plane(_ write: (UnsafeMutableBufferPointer<Float>) -> Void) -> [Float] {
        var plane = [Float](repeating: 0, count: side * side)
        plane.withUnsafeMutableBufferPointer { write($0) }
        return plane
    }
}
