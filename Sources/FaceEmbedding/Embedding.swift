/// A face as a point on the unit hypersphere: what the network computes, and what two faces are compared by.
///
/// Always of unit length, so that distances mean the same for every pair.
/// Described in *FaceNet*, <https://arxiv.org/abs/1503.03832>, section 3.1: `f(x)` with `|f(x)| = 1`.
public struct Embedding: Hashable, Sendable {
    /// How far from 1 the length of a vector may be that ``init(unit:)`` takes as it is.
    public static let unitTolerance = 1e-3

    /// The coordinates, `[D]`.
    public let coordinates: [Float]

    /// Creates an embedding by scaling `vector` to unit length.
    ///
    /// The length is summed in 64 bits, so that no finite vector is too long or too short for it.
    ///
    /// The result is `nil` if `vector` has no direction: it is empty, or its length is zero or not finite.
    ///
    /// - Parameter vector: `[D]`, of any length.
    /// - Complexity: O(*D*).
    public init?(normalizing vector: [Float]) {
        let length = Self.length(of: vector)
        guard length > 0, length.isFinite else { return nil }
        coordinates = vector.map { Float(Double($0) / length) }
    }

    /// Creates an embedding from a vector that has unit length already, keeping every bit of it.
    ///
    /// For what a model or a file states to be normalized; scaling it again would change last bits.
    ///
    /// The result is `nil` if the length differs from 1 by more than ``unitTolerance``.
    ///
    /// - Parameter vector: `[D]`, of length 1.
    /// - Complexity: O(*D*).
    public init?(unit vector: [Float]) {
        guard abs(Self.length(of: vector) - 1) <= Self.unitTolerance else { return nil }
        coordinates = vector
    }

    /// The number of coordinates, `D`: 128 in the paper, 512 in the classic published models.
    public var dimension: Int { coordinates.count }

    private static func length(of vector: [Float]) -> Double {
        vector.reduce(into: 0.0) { $0 += Double($1) * Double($1) }.squareRoot()
    }
}

extension Embedding: Codable {
    /// Reads an array of coordinates, bit for bit.
    ///
    /// - Parameter decoder: Holds an array of numbers.
    /// - Throws: `DecodingError` if it is not an array of numbers, or does not have unit length.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let embedding = try Self(unit: container.decode([Float].self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "the vector is not of unit length")
        }
        self = embedding
    }

    /// Writes the coordinates as an array.
    ///
    /// - Parameter encoder: Receives an array of `D` numbers.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(coordinates)
    }
}
