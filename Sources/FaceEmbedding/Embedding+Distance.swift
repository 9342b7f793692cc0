extension Embedding {
    /// Returns the squared Euclidean distance to `other`: 0 for the same face, 4 for the opposite point.
    ///
    /// What the paper thresholds. Computed as the sum of squared differences, not as `2 - 2 cos`, which
    /// cancels where it matters most: near zero. The result is never negative nor NaN, `a` to `a` is exactly
    /// 0, and the order of the two does not matter. A sum that rounding takes above 4 is returned as 4.
    ///
    /// - Parameter other: An embedding of the same dimension, by the same model.
    /// - Returns: A distance from 0 through 4.
    /// - Complexity: O(*D*).
    public func squaredDistance(to other: Embedding) -> Float {
        min(4, sum(with: other) { ($0 - $1) * ($0 - $1) })
    }

    /// Returns the cosine of the angle to `other`: 1 for the same direction, -1 for the opposite one.
    ///
    /// Rounding cannot take it out of that range. For unit vectors `squaredDistance = 2 - 2 cosine`.
    ///
    /// - Parameter other: An embedding of the same dimension, by the same model.
    /// - Returns: A similarity from -1 through 1.
    /// - Complexity: O(*D*).
    public func cosine(to other: Embedding) -> Float {
        max(-1, min(1, sum(with: other) { $0 * $1 }))
    }

    /// Sums `term` over both embeddings' coordinates, in 32 partial sums of every 32nd coordinate.
    ///
    /// Written with vectors because the compiler may not reorder a sum of floats by itself.
    @inline(__always)
    private func sum(with other: Embedding, of term: (SIMD16<Float>, SIMD16<Float>) -> SIMD16<Float>) -> Float {
        precondition(
            dimension == other.dimension,
            "embeddings of dimension \(dimension) and \(other.dimension) cannot be compared"
        )
        return coordinates.withUnsafeBytes { a in
            other.coordinates.withUnsafeBytes { b in
                let width = MemoryLayout<SIMD16<Float>>.size
                var even = SIMD16<Float>()
                var odd = SIMD16<Float>()
                var offset = 0
                while offset + 2 * width <= a.count {
                    even += term(vector(of: a, at: offset), vector(of: b, at: offset))
                    odd += term(vector(of: a, at: offset + width), vector(of: b, at: offset + width))
                    offset += 2 * width
                }
                while offset < a.count {
                    even += term(vector(of: a, at: offset), vector(of: b, at: offset))
                    offset += width
                }
                return (even + odd).sum()
            }
        }
    }

    /// Returns 16 coordinates from byte `offset`, with zeros for those past the end.
    @inline(__always)
    private func vector(of bytes: UnsafeRawBufferPointer, at offset: Int) -> SIMD16<Float> {
        let width = MemoryLayout<SIMD16<Float>>.size
        if offset + width <= bytes.count {
            return bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
        }
        var tail = SIMD16<Float>()
        for lane in 0..<(bytes.count - offset) / MemoryLayout<Float>.size {
            tail[lane] = bytes.loadUnaligned(fromByteOffset: offset + lane * MemoryLayout<Float>.size, as: Float.self)
        }
        return tail
    }
}
