/// What lies beyond a photo's border.
public enum Border: Hashable, Sendable {
    /// One color everywhere.
    case color(Color)
    /// The nearest pixel of the photo, so that the border is smeared outward.
    case edge

    /// Black, zero in every channel.
    public static let black = Border.color(.black)
}

extension Photo {
    /// A part of the photo, padded where it leaves the photo.
    ///
    /// - Parameters:
    ///   - region: Which pixels; any of them may lie outside.
    ///   - border: What lies beyond the photo.
    /// - Returns: `region.width` by `region.height` pixels.
    /// - Complexity: O(*pixels there*).
    public func cropped(to region: PixelRegion, paddedWith border: Border = .black) -> Photo {
        precondition(region.width > 0 && region.height > 0, "a photo has at least one pixel, got \(region)")
        return withUnsafePixels { source in
            Photo(uninitializedWidth: region.width, height: region.height) { target in
                for row in 0..<region.height {
                    let nearestY = min(max(region.y + row, 0), height - 1)
                    for column in 0..<region.width {
                        let nearestX = min(max(region.x + column, 0), width - 1)
                        let isInside = nearestX == region.x + column && nearestY == region.y + row
                        let to = (row * region.width + column) * 3
                        if case .color(let color) = border, !isInside {
                            (target[to], target[to + 1], target[to + 2]) = (color.red, color.green, color.blue)
                        } else {
                            let from = (nearestY * width + nearestX) * 3
                            for channel in 0..<3 { target[to + channel] = source[from + channel] }
                        }
                    }
                }
            }
        }
    }

    /// A part of the photo, its edges rounded to whole pixels, padded where it leaves the photo.
    ///
    /// - Parameters:
    ///   - rect: Which part; see `PixelRegion.init(rounding:)`.
    ///   - border: What lies beyond the photo.
    /// - Returns: `nil` if the rectangle is empty.
    public func cropped(to rect: Rect, paddedWith border: Border = .black) -> Photo? {
        PixelRegion(rounding: rect).map { cropped(to: $0, paddedWith: border) }
    }
}
