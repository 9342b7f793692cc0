extension Photo {
    /// The photo seen through a transform, one scalar at a time in double precision: the oracle of `warp`.
    ///
    /// - Returns: `[H, W, 3]`, 0 to 255, not rounded.
    /// - Complexity: O(*pixels there* x *samples a pixel*).
    package func warpedReference(
        by transform: AffineTransform2D,
        width: Int,
        height: Int,
        border: Border
    ) -> [Float] {
        guard let inverse = transform.inverse else { return [] }
        func count(_ dx: Float, _ dy: Float) -> Int {
            Int(min(32, max(1, ((dx * dx + dy * dy).squareRoot() - 1e-3).rounded(.up))))
        }
        let (across, down) = (count(inverse.a, inverse.c), count(inverse.b, inverse.d))

        func pixel(_ column: Int, _ row: Int, _ channel: Int) -> Double {
            let isInside = 0..<self.width ~= column && 0..<self.height ~= row
            if case .color(let color) = border, !isInside {
                return Double([color.red, color.green, color.blue][channel])
            }
            let (x, y) = (min(max(column, 0), self.width - 1), min(max(row, 0), self.height - 1))
            return Double(pixels[(y * self.width + x) * 3 + channel])
        }

        func sample(_ x: Double, _ y: Double, _ channel: Int) -> Double {
            // From corners to centers, and not farther out than matters, so that Int can hold it.
            let x = min(max(x - 0.5, -2), Double(self.width) + 1)
            let y = min(max(y - 0.5, -2), Double(self.height) + 1)
            let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
            let (right, bottom) = (x - Double(column), y - Double(row))
            return pixel(column, row, channel) * (1 - right) * (1 - bottom)
                + pixel(column + 1, row, channel) * right * (1 - bottom)
                + pixel(column, row + 1, channel) * (1 - right) * bottom
                + pixel(column + 1, row + 1, channel) * right * bottom
        }

        return (0..<width * height * 3).map { index in
            let (column, row, channel) = (index / 3 % width, index / 3 / width, index % 3)
            var sum = 0.0
            for part in 0..<across * down {
                let x = Double(column) + (Double(part % across) + 0.5) / Double(across)
                let y = Double(row) + (Double(part / across) + 0.5) / Double(down)
                sum += sample(
                    Double(inverse.a) * x + Double(inverse.b) * y + Double(inverse.tx),
                    Double(inverse.c) * x + Double(inverse.d) * y + Double(inverse.ty),
                    channel
                )
            }
            return Float(sum / Double(across * down))
        }
    }
}
