extension Photo {
    /// The photo seen through a transform.
    ///
    /// Each output pixel looks up where it comes from and blends the four nearest pixels there. Where the transform
    /// shrinks, an output pixel comes from an area, not a point: it is then the mean of a grid of such samples, one
    /// for each pixel of the photo that the area is wide and high (at most 32), so that fine detail averages out.
    ///
    /// - Parameters:
    ///   - transform: From this photo's coordinates to the result's; see `Point` for where pixels lie. It must not
    ///     collapse the plane.
    ///   - width: Columns of the result, at least 1.
    ///   - height: Rows of the result, at least 1.
    ///   - border: What lies beyond the photo.
    /// - Returns: `width` by `height` pixels.
    /// - Complexity: O(*pixels there* x *samples a pixel*).
    public func warped(
        by transform: AffineTransform2D,
        width: Int,
        height: Int,
        border: Border = .black
    ) -> Photo {
        precondition(width > 0 && height > 0, "a photo has at least one pixel, got \(width)x\(height)")
        return Photo(uninitializedWidth: width, height: height) { target in
            guard let output = target.baseAddress else { return }
            Warp(of: self, by: transform, border: border).run(width: width, height: height) { row, y in
                let bytes = output + y * width * 3
                for index in 0..<width * 3 { bytes[index] = UInt8(truncatingIfNeeded: Int32(row[index] + 0.5)) }
            }
        }
    }

    /// Writes the photo seen through a transform as a network's numbers, without rounding to whole pixels.
    ///
    /// - Parameters:
    ///   - transform: From this photo's coordinates to the result's; it must not collapse the plane.
    ///   - width: Columns of the result, at least 1.
    ///   - height: Rows of the result, at least 1.
    ///   - border: What lies beyond the photo.
    ///   - format: How pixels become numbers.
    ///   - output: Room for `[3, H, W]` or `[H, W, 3]`, all of it written.
    /// - Complexity: O(*pixels there* x *samples a pixel*).
    public func warp(
        by transform: AffineTransform2D,
        width: Int,
        height: Int,
        border: Border = .black,
        format: TensorFormat,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(
            output.count == width * height * 3 && width > 0 && height > 0,
            "\(width)x\(height) pixels are \(width * height * 3) numbers, the buffer holds \(output.count)"
        )
        guard let output = output.baseAddress else { return }
        Warp(of: self, by: transform, border: border).run(width: width, height: height) { row, y in
            format.store(row: row, at: y, width: width, height: height, into: output) { $0 }
        }
    }
}
