extension Canvas {
    /// Blends every pixel with its neighbors, twice along rows and twice along columns, by a filter of three.
    ///
    /// - Parameter amount: 0 leaves everything; 1 is a triangle over three pixels; more repeats it.
    mutating func blur(by amount: Float) {
        var rest = min(amount, 32)
        while rest > 0.01 {
            let share = min(rest, 1) * 0.25
            pass(share: share, step: 1, count: width, lines: height, lineStep: width)
            pass(share: share, step: width, count: height, lines: width, lineStep: 1)
            rest -= 1
        }
    }

    private mutating func pass(share: Float, step: Int, count: Int, lines: Int, lineStep: Int) {
        pixels.withUnsafeMutableBufferPointer { pixels in
            for line in 0..<lines {
                let start = line * lineStep
                var before = pixels[start]
                for index in 0..<count {
                    let place = start + index * step
                    let here = pixels[place]
                    let after = index + 1 < count ? pixels[place + step] : here
                    pixels[place] = here + (before + after - here - here) * share
                    before = here
                }
            }
        }
    }
}
