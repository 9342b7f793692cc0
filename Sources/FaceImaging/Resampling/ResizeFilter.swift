/// How a picture is brought to another size.
///
/// The three are not interchangeable: a network works best on the pixels it was trained on, so each is, to the bit
/// or to the last bits, what a library computes.
public enum ResizeFilter: Hashable, Sendable, CaseIterable {
    /// The plain mean over the pixels that an output pixel touches, as torch's `interpolate(mode="area")`.
    ///
    /// What facenet-pytorch's MTCNN scales with. Good for shrinking; enlarges in blocks.
    case area
    /// The four nearest pixels, however much the picture shrinks, as OpenCV's `INTER_LINEAR`.
    case bilinear
    /// A triangle as wide as an output pixel, as Pillow's `BILINEAR`: right in both directions.
    case antialiasedBilinear
}

extension Photo {
    /// The photo in another size.
    ///
    /// - Parameters:
    ///   - width: Columns, at least 1.
    ///   - height: Rows, at least 1.
    ///   - filter: How pixels are averaged.
    /// - Returns: `width` by `height` pixels.
    /// - Complexity: O(*pixels here* + *pixels there*).
    public func resized(width: Int, height: Int, filter: ResizeFilter = .antialiasedBilinear) -> Photo {
        resized(bounds, width: width, height: height, filter: filter)
    }

    /// A region of the photo in another size, as if it had been cut out first.
    ///
    /// - Parameters:
    ///   - region: Pixels of this photo.
    ///   - width: Columns of the result, at least 1.
    ///   - height: Rows of the result, at least 1.
    ///   - filter: How pixels are averaged.
    /// - Returns: `width` by `height` pixels.
    /// - Complexity: O(*pixels here* + *pixels there*).
    public func resized(
        _ region: PixelRegion,
        width: Int,
        height: Int,
        filter: ResizeFilter = .antialiasedBilinear
    ) -> Photo {
        checkSizes(region, width, height)
        return withUnsafeRows(of: region) { source in
            Photo(uninitializedWidth: width, height: height) { target in
                guard let output = target.baseAddress else { return }
                switch filter {
                case .area:
                    AreaResize.run(source, width: width, height: height) { row, y in
                        let bytes = output + y * width * 3
                        // Halves up, as everywhere where we round a mean.
                        for index in 0..<width * 3 { bytes[index] = UInt8(truncatingIfNeeded: Int32(row[index] + 0.5)) }
                    }
                case .bilinear:
                    BilinearResize.run(source, width: width, height: height) { row, y in
                        (output + y * width * 3).update(from: row, count: width * 3)
                    }
                case .antialiasedBilinear:
                    AntialiasedResize.run(source, width: width, height: height) { row, y in
                        (output + y * width * 3).update(from: row, count: width * 3)
                    }
                }
            }
        }
    }

    /// Writes the photo, or a region of it, in another size as a network's numbers.
    ///
    /// The means of `.area` are not rounded to whole pixels on the way; the other two are, as in the libraries that
    /// they follow.
    ///
    /// - Parameters:
    ///   - region: Pixels of this photo; all of them if `nil`.
    ///   - width: Columns of the result, at least 1.
    ///   - height: Rows of the result, at least 1.
    ///   - filter: How pixels are averaged.
    ///   - format: How pixels become numbers.
    ///   - output: Room for `[3, H, W]` or `[H, W, 3]`, all of it written.
    /// - Complexity: O(*pixels here* + *pixels there*); allocates a few rows.
    public func resample(
        _ region: PixelRegion? = nil,
        width: Int,
        height: Int,
        filter: ResizeFilter,
        format: TensorFormat,
        into output: UnsafeMutableBufferPointer<Float>
    ) {
        let region = region ?? bounds
        checkSizes(region, width, height)
        precondition(
            output.count == width * height * 3,
            "\(width)x\(height) pixels are \(width * height * 3) numbers, the buffer holds \(output.count)"
        )
        guard let output = output.baseAddress else { return }
        withUnsafeRows(of: region) { source in
            switch filter {
            case .area:
                AreaResize.run(source, width: width, height: height) { row, y in
                    format.store(row: row, at: y, width: width, height: height, into: output) { $0 }
                }
            case .bilinear:
                BilinearResize.run(source, width: width, height: height) { row, y in
                    format.store(row: row, at: y, width: width, height: height, into: output) { Float($0) }
                }
            case .antialiasedBilinear:
                AntialiasedResize.run(source, width: width, height: height) { row, y in
                    format.store(row: row, at: y, width: width, height: height, into: output) { Float($0) }
                }
            }
        }
    }

    private func checkSizes(_ region: PixelRegion, _ width: Int, _ height: Int) {
        precondition(
            region.width > 0 && region.height > 0 && bounds.contains(region),
            "\(region) is not inside of a photo of \(self.width)x\(self.height)"
        )
        precondition(width > 0 && height > 0, "a photo has at least one pixel, got \(width)x\(height)")
    }
}

/// A region of a photo as kernels see it; the pointer is good during `Photo.withUnsafeRows(of:_:)`.
struct PixelRows {
    /// The region's first pixel.
    let base: UnsafePointer<UInt8>
    /// Bytes from a row to the next.
    let stride: Int
    /// Columns of the region.
    let width: Int
    /// Rows of the region.
    let height: Int

    @inline(__always)
    func row(_ y: Int) -> UnsafePointer<UInt8> { base + y &* stride }
}

extension Photo {
    /// Calls `body` with the rows of a region that lies inside of the photo.
    func withUnsafeRows<R>(of region: PixelRegion, _ body: (PixelRows) -> R) -> R {
        withUnsafePixels { pixels in
            guard let base = pixels.baseAddress else { preconditionFailure("a photo has at least one pixel") }
            let first = base + (region.y * width + region.x) * 3
            return body(PixelRows(base: first, stride: width * 3, width: region.width, height: region.height))
        }
    }
}
