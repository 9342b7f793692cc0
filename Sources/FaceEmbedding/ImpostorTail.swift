#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How near strangers come under one model: what turns a threshold into an expected error rate, and back.
///
/// Two questions, two laws. Comparing a stranger with *one* enrolled face, the false accept rate `FAR(d)` is a
/// table of measured quantiles, straight between them in logarithms. Searching a stranger among *N* enrolled
/// faces, the false positive identification rate is
///
///     FPIR(N, d) = 1 - exp(-H),   H = min(N FAR(d),  exp(level) d^exponent N^growth)
///
/// The textbook `1 - (1 - FAR)^N` takes the N comparisons to be independent. They are not: some people look
/// like many, most like few, so the hits fall on the same strangers again and again and the textbook expects
/// twice as many of them as there are at 4,000 people. The second law, a Weibull tail in the distance whose rate
/// grows more slowly than N, is fitted to the nearest stranger in galleries of many sizes
/// (``init(oneFaceEach:source:)``). That nearest distances have such a tail is extreme value theory; Rudd and
/// others, *The Extreme Value Machine*, <https://arxiv.org/abs/1506.06112>, use it for open sets.
///
/// Distances are squared Euclidean, 0 through 4. N counts templates, not people: each is one more chance.
public struct ImpostorTail: Hashable, Sendable {
    /// A distance that a known share of pairs of different people is within.
    public struct Point: Hashable, Sendable, Codable {
        /// The squared distance, above 0 and at most 4.
        public var squaredDistance: Float
        /// The share of pairs of different people at or below it, above 0 and below 1.
        public var falseAcceptRate: Double

        /// Creates a point.
        public init(squaredDistance: Float, falseAcceptRate: Double) {
            self.squaredDistance = squaredDistance
            self.falseAcceptRate = falseAcceptRate
        }
    }

    /// The measured quantiles, nearest first, at least two; both numbers ascend.
    public let points: [Point]
    /// The logarithm of the rate at which a stranger is within distance 1 of a gallery of one.
    public let level: Double
    /// How steeply the rate rises with the distance: about 8 for the classic models.
    public let exponent: Double
    /// How steeply the rate rises with the gallery, above 0 through 1: 1 would be independent comparisons.
    public let growth: Double
    /// The number of people it was measured on.
    public let people: Int
    /// Which faces those were, for the record, such as `LFW, one photo a person`.
    public let source: String

    /// Creates a tail from its numbers.
    ///
    /// The result is `nil` if they are no tail: fewer than two points, one out of order or out of range, an
    /// exponent that is not positive, a growth outside 0...1, or fewer than two people.
    public init?(points: [Point], level: Double, exponent: Double, growth: Double, people: Int, source: String) {
        let ascend = zip(points, points.dropFirst()).allSatisfy {
            $0.squaredDistance < $1.squaredDistance && $0.falseAcceptRate < $1.falseAcceptRate
        }
        guard points.count >= 2, ascend, let first = points.first, let last = points.last,
            first.squaredDistance > 0, last.squaredDistance <= 4,
            first.falseAcceptRate > 0, last.falseAcceptRate < 1,
            level.isFinite, exponent > 0, exponent.isFinite, growth > 0, growth <= 1, people >= 2
        else { return nil }
        self.points = points
        self.level = level
        self.exponent = exponent
        self.growth = growth
        self.people = people
        self.source = source
    }
}

extension ImpostorTail {
    /// Returns the share of pairs of different people at or below `squaredDistance`: FAR.
    ///
    /// Between the measured points straight in logarithms; nearer than the first, by the power law of
    /// ``exponent``; farther than the last, straight on, at most 1.
    ///
    /// - Complexity: O(*p*), where *p* is the number of points.
    public func falseAcceptRate(at squaredDistance: Float) -> Double {
        guard squaredDistance > 0 else { return 0 }
        let line = segment { Double($0.squaredDistance) < Double(squaredDistance) }
        return min(1, exp(line.rate + line.slope * (log(Double(squaredDistance)) - line.distance)))
    }

    /// Returns the squared distance that a share of `rate` of pairs of different people is within.
    ///
    /// - Parameter rate: The false accept rate asked for, above 0 and below 1.
    /// - Returns: A threshold from 0 through 4, the inverse of ``falseAcceptRate(at:)``.
    public func threshold(falseAcceptRate rate: Double) -> Float {
        precondition(rate > 0 && rate < 1, "a false accept rate of \(rate) is not between 0 and 1")
        return threshold(hazard: rate)
    }

    /// Returns the share of strangers who find somebody at or below `threshold` in a gallery: FPIR.
    ///
    /// - Parameters:
    ///   - threshold: A squared distance.
    ///   - gallerySize: The number of templates searched; 0 gives 0.
    /// - Returns: A share from 0 through 1.
    public func falsePositiveRate(threshold: Float, gallerySize: Int) -> Double {
        guard threshold > 0, gallerySize > 0 else { return 0 }
        let size = Double(gallerySize)
        let independent = size * falseAcceptRate(at: threshold)
        let grown = exp(level + exponent * log(Double(threshold)) + growth * log(size))
        return -expm1(-min(independent, grown))
    }

    /// Returns the threshold at which a share of `rate` of strangers finds somebody in a gallery.
    ///
    /// - Parameters:
    ///   - rate: The false positive identification rate asked for, above 0 and below 1.
    ///   - gallerySize: The number of templates searched; 0 is taken as 1.
    /// - Returns: A squared distance from 0 through 4, the inverse of ``falsePositiveRate(threshold:gallerySize:)``.
    public func threshold(falsePositiveRate rate: Double, gallerySize: Int) -> Float {
        precondition(rate > 0 && rate < 1, "a false positive rate of \(rate) is not between 0 and 1")
        let hazard = -log1p(-rate)
        let size = Double(max(1, gallerySize))
        let grown = exp((log(hazard) - level - growth * log(size)) / exponent)
        // Both laws rise with the distance and the lesser counts, so the farther of the two inverses it is.
        return max(Float(min(4, grown)), threshold(hazard: hazard / size))
    }

    /// Whether a rate in a gallery of this size is beyond what was measured, and rests on the law alone.
    ///
    /// Measured is what at least five of the ``people`` ran into, in galleries smaller than all of them.
    public func isExtrapolated(falsePositiveRate rate: Double, gallerySize: Int) -> Bool {
        gallerySize >= people || rate * Double(people) < Double(Self.fewestHits)
    }

    private func threshold(hazard: Double) -> Float {
        guard hazard < 1 else { return 4 }
        let line = segment { $0.falseAcceptRate < hazard }
        return Float(min(4, exp(line.distance + (log(hazard) - line.rate) / line.slope)))
    }

    /// The stretch of the table, in logarithms, in which `isBelow` turns from true to false.
    private func segment(_ isBelow: (Point) -> Bool) -> (distance: Double, rate: Double, slope: Double) {
        func logarithms(_ point: Point) -> (Double, Double) {
            (log(Double(point.squaredDistance)), log(point.falseAcceptRate))
        }
        let above = min(points.firstIndex { !isBelow($0) } ?? points.count, points.count - 1)
        let (distance, rate) = logarithms(points[max(0, above - 1)])
        guard above > 0 else { return (distance, rate, exponent) }
        let (farther, greater) = logarithms(points[above])
        return (distance, rate, (greater - rate) / (farther - distance))
    }
}

extension ImpostorTail: Codable {
    private enum CodingKeys: String, CodingKey { case points, level, exponent, growth, people, source }

    /// Reads the six numbers and lists.
    ///
    /// - Throws: `DecodingError` if one is missing, or together they are no tail.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let tail = try Self(
            points: container.decode([Point].self, forKey: .points),
            level: container.decode(Double.self, forKey: .level),
            exponent: container.decode(Double.self, forKey: .exponent),
            growth: container.decode(Double.self, forKey: .growth),
            people: container.decode(Int.self, forKey: .people),
            source: container.decode(String.self, forKey: .source)
        )
        guard let tail else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "impostorTail is out of range")
            )
        }
        self = tail
    }
}
