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
        let inside = bounds.intersection(region)
        return withUnsafePixels { source in
            Photo(uninitializedWidth: region.width, height: region.height) { target in
                for row in 0..<region.height {
                    let y = region.y + row
                    let clampedY = min(max(y, 0), height - 1)
                    for column in 0..<region.width {
                        // The part inside of the photo is copied in one go below.
                        if let inside, y == clampedY, region.x + column == inside.x {
                            let from = (y * width + inside.x) * 3
                            let to = (row * region.width + column) * 3
                            _ = UnsafeMutableBufferPointer(rebasing: target[to..<to + inside.width * 3])
                                .update(fromContentsOf: source[from..<from + inside.width * 3])
                        }
                        let x = region.x + column
                        if y == clampedY, let inside, inside.x..<inside.x + inside.width ~= x { continue }
                        let index = (row * region.width + column) * 3
                        switch border {
                        case .color(let color):
                            (target[index], target[index + 1], target[index + 2]) = (color.red, color.green, color.blue)
                        case .edge:
                            let nearest = (clampedY * width + min(max(x, 0), width - 1)) * 3
                            for channel in 0..<3 { target[index + channel] = source[nearest + channel] }
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
