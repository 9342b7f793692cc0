public import FaceEmbedding

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Embeddings of people who do not exist, with the distances of people who do: for tests of a million.
///
/// Random points are no crowd: at 128 dimensions no two of a million are within a squared distance of 1, where every
/// thousandth pair of real people is, and a search or a threshold that works on them shows nothing.
///
/// A person here is a place in a tree of likeness seven levels deep. At each level one of 30 branches, the first more
/// often (as `1/i^0.9`: some kinds of face are common), adds a vector of its own; so people who share branches are
/// alike, a few very much. A photo adds noise whose variance is drawn for each photo (log-normal: most photos are good,
/// few are bad). Each coordinate is scaled by the spectrum measured on real embeddings, which fill 49 dimensions, and
/// turned into `dimension` ones.
///
/// Fitted to one photo each of 4,275 LFW people, and their other photos, under the classic 512-D model. Squared
/// distances, mean of three crowds of as many people:
///
/// | pairs at or below | 10 % | 1 % | 0.1 % | 1e-4 | 1e-5 | 1e-6 |
/// | :---------------- | ---: | --: | ----: | ---: | ---: | ---: |
/// | different, LFW    | 1.55 | 1.19 | 0.92 | 0.70 | 0.54 | 0.41 |
/// | different, crowd  | 1.54 | 1.19 | 0.93 | 0.72 | 0.53 | 0.38 |
///
/// | pairs at or below | 1 % | 5 % | 25 % | 50 % | 75 % | 95 % | 99 % |
/// | :---------------- | --: | --: | ---: | ---: | ---: | ---: | ---: |
/// | same, LFW         | 0.10 | 0.16 | 0.28 | 0.40 | 0.55 | 0.84 | 1.05 |
/// | same, crowd       | 0.11 | 0.16 | 0.27 | 0.39 | 0.54 | 0.84 | 1.08 |
///
/// Unlike LFW it has no wrong labels, nobody twice, and strangers find somebody within 0.8 about 1.5 times less often
/// (within 0.4 about 1.3 times more often) among 4,000.
///
/// Every photo follows from the seed and two numbers alone, in any order and on any thread.
public struct SyntheticCrowd: Hashable, Sendable {
    /// The least dimension: that which real embeddings fill.
    public static let leastDimension = CrowdSpectrum.variances.count

    /// The number of coordinates, `D`.
    public let dimension: Int
    /// What everything follows from; another seed is another population.
    public let seed: UInt64
    /// `[49, D]`, orthonormal rows.
    private let basis: [Float]

    /// Creates a crowd.
    ///
    /// - Parameters:
    ///   - dimension: `D`, at least ``leastDimension``.
    ///   - seed: What everything follows from.
    /// - Complexity: O(*D*).
    public init(dimension: Int = 128, seed: UInt64) {
        precondition(
            dimension >= Self.leastDimension,
            "a crowd has at least \(Self.leastDimension) dimensions, not \(dimension)"
        )
        self.dimension = dimension
        self.seed = seed
        basis = CrowdSpectrum.basis(dimension: dimension, seed: seed)
    }

    /// Returns a photo of a person.
    ///
    /// - Parameters:
    ///   - number: Which of their photos, from 0.
    ///   - person: Which person, from 0.
    /// - Returns: The same embedding each time, `[D]`.
    /// - Complexity: O(*D*); some 5 µs at 128 dimensions.
    public func photo(_ number: Int, of person: Int) -> Embedding {
        var vector = [Float](repeating: 0, count: dimension)
        vector.withUnsafeMutableBufferPointer { write(photo: number, of: person, to: $0) }
        guard let embedding = Embedding(unit: vector) else {
            preconditionFailure("a vector that was made a unit one is not")
        }
        return embedding
    }

    /// Writes one photo each of many people, one after the other: a million in seconds.
    ///
    /// - Parameters:
    ///   - number: Which of their photos, from 0.
    ///   - people: Which people.
    ///   - coordinates: Receives `[people, D]`, unit vectors.
    /// - Complexity: O(*n* x *D*), without allocating.
    public func write(photo number: Int, of people: Range<Int>, to coordinates: UnsafeMutableBufferPointer<Float>) {
        precondition(
            coordinates.count == people.count * dimension,
            "\(people.count) people of \(dimension) coordinates do not fit \(coordinates.count)"
        )
        for (row, person) in people.enumerated() {
            let place = row * dimension..<(row + 1) * dimension
            write(photo: number, of: person, to: UnsafeMutableBufferPointer(rebasing: coordinates[place]))
        }
    }

    /// Variances of the seven levels, from the root; what is left of 1 is the person's alone.
    private static let levels: [Float] = [0.22, 0.2, 0.18, 0.15, 0.1, 0.07, 0.05]
    /// The share of a photo's variance that is the person's, and the median of what is the photo's.
    private static let (personal, noise): (Float, Float) = (0.8, 0.18)
    /// The standard deviation of the logarithm of a photo's variance.
    private static let noiseSpread: Float = 0.75
    /// How far the middle of all faces is from the middle of the sphere.
    private static let offset: Float = 0.1

    private func write(photo number: Int, of person: Int, to coordinates: UnsafeMutableBufferPointer<Float>) {
        var own = CrowdGenerator(seed, UInt64(bitPattern: Int64(person)), 1)
        var shot = CrowdGenerator(own.state, UInt64(bitPattern: Int64(number)), 2)
        let rank = CrowdSpectrum.variances.count
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rank) { latent in
            latent.initialize(repeating: 0)
            var node = CrowdGenerator(seed, 0, 3).state
            for variance in Self.levels {
                node = CrowdGenerator(node, own.branch(), 4).state
                var branch = CrowdGenerator(node, 0, 5)
                branch.add(to: latent, scale: variance.squareRoot())
            }
            own.add(to: latent, scale: (1 - Self.levels.reduce(0, +)).squareRoot())
            for index in 0..<rank { latent[index] *= (Self.personal * CrowdSpectrum.variances[index]).squareRoot() }
            let variance = Self.noise * exp(Self.noiseSpread * shot.normal())
            shot.add(to: latent, scale: (variance / Float(rank)).squareRoot())
            latent[0] += Self.offset
            // The rows of the basis are orthonormal, so this is the length of the result too.
            let length = latent.reduce(0) { $0 + $1 * $1 }.squareRoot()
            coordinates.update(repeating: 0)
            basis.withUnsafeBufferPointer { basis in
                for index in 0..<rank {
                    let weight = latent[index] / length
                    let row = index * dimension
                    for column in 0..<dimension { coordinates[column] += weight * basis[row + column] }
                }
            }
        }
    }
}
