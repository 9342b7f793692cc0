/// An embedding in one byte a dimension: 128 bytes for the paper's 128 dimensions.
///
/// The paper states that 128 floats "can be quantized to 128 bytes without loss of accuracy" (*FaceNet*,
/// <https://arxiv.org/abs/1503.03832>, section 5.2), without saying how. Ours is the plainest way that has a
/// bound: a coordinate `x`, which a unit vector keeps within -1...1, is stored as `round(127 x)`, the same
/// scale for every dimension, embedding and model. So codes need no training, compare in integers, and a code
/// never saturates.
///
/// Each coordinate is off by at most `1/254`, hence the point by at most `e = sqrt(D)/254` (0.045 at 128
/// dimensions), and the *distance* (not squared) between two codes by at most `2 e`. Typical errors are far
/// smaller, as the roundings of different dimensions cancel: a squared distance near 1 is off by about 0.006
/// (one standard deviation).
public struct EmbeddingCode: Hashable, Sendable {
    /// How many steps a coordinate of 1 is.
    public static let scale: Float = 127

    /// The rounded coordinates, `[D]`, in steps of `1/127`, each from -127 through 127.
    public let bytes: [Int8]

    /// Creates the code of an embedding, by rounding to the nearest step, halves away from zero.
    ///
    /// - Parameter embedding: `[D]`.
    /// - Complexity: O(*D*).
    public init(_ embedding: Embedding) {
        // The clamp is for a coordinate a rounding error beyond 1, which `Embedding(unit:)` admits.
        bytes = embedding.coordinates.map { Int8(max(-Self.scale, min(Self.scale, ($0 * Self.scale).rounded()))) }
    }

    /// Creates a code from bytes, such as a gallery stored.
    ///
    /// The result is `nil` if there are none, or one is -128, which no embedding has.
    ///
    /// - Parameter bytes: `[D]`, each from -127 through 127.
    public init?(bytes: [Int8]) {
        guard !bytes.isEmpty, !bytes.contains(.min) else { return nil }
        self.bytes = bytes
    }

    /// The number of coordinates, `D`, which is the number of bytes.
    public var dimension: Int { bytes.count }

    /// The greatest possible error of the distance (not squared) between two codes of this dimension.
    public var distanceErrorBound: Float { Float(dimension).squareRoot() / Self.scale }

    /// The embedding nearest to the code, for re-ranking or display: the bytes as a direction.
    ///
    /// `nil` only for a code of nothing but zeros.
    public var embedding: Embedding? { Embedding(normalizing: bytes.map(Float.init)) }

    /// Returns the squared Euclidean distance between the points two codes stand for.
    ///
    /// The sum itself is exact, being made of integers; it is returned as 4 where rounding took it above.
    ///
    /// - Parameter other: A code of the same dimension, at most 32,768.
    /// - Returns: A distance from 0 through 4, in the units of ``Embedding/squaredDistance(to:)``.
    /// - Complexity: O(*D*).
    public func squaredDistance(to other: EmbeddingCode) -> Float {
        precondition(
            dimension == other.dimension,
            "codes of dimension \(dimension) and \(other.dimension) cannot be compared"
        )
        let steps = bytes.withUnsafeBufferPointer { a in
            other.bytes.withUnsafeBufferPointer { b in
                // A plain loop: the compiler makes vectors of it, as integers may be summed in any order.
                var sum: Int32 = 0
                for index in 0..<a.count {
                    let difference = Int32(a[index]) - Int32(b[index])
                    sum &+= difference &* difference
                }
                return sum
            }
        }
        return min(4, Float(steps) / (Self.scale * Self.scale))
    }
}
