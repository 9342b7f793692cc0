public import FaceEmbedding

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How far a face is from a person of whom there are several photos.
///
/// Measured on LFW with the classic 512-D model: 439 people with at least four photos enrolled by so many, their other
/// photos as probes, 1,918 strangers; the share of probes not found (FNIR) where 1 % and 0.1 % of the strangers find
/// somebody (FPIR), mean of six draws:
///
/// | rule                   | 2 photos, 1 % | 0.1 % | 3 photos, 1 % | 0.1 % |
/// | :--------------------- | ------------: | ----: | ------------: | ----: |
/// | ``minimum``            |        12.8 % | 34.6 % |       10.3 % | 32.8 % |
/// | ``meanOfNearest(_:)`` 2 |       14.1 % | 37.9 % |       11.1 % | 36.7 % |
/// | ``meanDirection``      |         9.9 % | 29.2 % |        7.9 % | 30.7 % |
/// | ``minimumOrMean``      |        10.1 % | 29.2 % |        8.0 % | 28.5 % |
///
/// So the mean direction is worth as much as another photo, and the nearest photo guards it for people who look
/// different from photo to photo, whose mean is nobody: ``minimumOrMean`` is the default.
public enum PersonRule: Hashable, Sendable, Codable {
    /// The nearest photo.
    case minimum
    /// The mean of the squared distances to so many nearest photos, or to all if there are fewer.
    case meanOfNearest(Int)
    /// `-T log(mean(exp(-d / T)))` over the squared distances `d`: the nearest for a small temperature `T`, the mean for
    /// a large one.
    case softMinimum(temperature: Float)
    /// The mean of the photos' embeddings, made a unit vector again.
    case meanDirection
    /// The nearer of ``minimum`` and ``meanDirection``.
    case minimumOrMean

    /// The rule that found most at the same rate of false positives.
    public static let standard = PersonRule.minimumOrMean
}

extension PersonRule {
    /// Returns the squared distance of a face from a person.
    ///
    /// With one template all rules give the distance to it.
    ///
    /// - Parameters:
    ///   - query: `[D]`.
    ///   - templates: The person's embeddings, each `[D]`, at least one.
    /// - Returns: From 0 through 4.
    /// - Complexity: O(*t* x *D* + *t* log *t*) for *t* templates.
    public func squaredDistance(from query: Embedding, to templates: [Embedding]) -> Float {
        precondition(!templates.isEmpty, "a person without templates is at no distance")
        let distances = templates.map { query.squaredDistance(to: $0) }.sorted()
        guard distances.count > 1 else { return distances[0] }
        switch self {
        case .minimum: return distances[0]
        case .meanOfNearest(let count):
            let nearest = distances.prefix(max(1, count))
            return nearest.reduce(0, +) / Float(nearest.count)
        case .softMinimum(let temperature): return Self.softMinimum(distances, temperature: temperature)
        case .meanDirection: return Self.mean(templates)?.squaredDistance(to: query) ?? distances[0]
        case .minimumOrMean:
            return min(distances[0], Self.mean(templates)?.squaredDistance(to: query) ?? distances[0])
        }
    }

    /// Relative to the nearest, so that no exponential is out of range.
    private static func softMinimum(_ ascending: [Float], temperature: Float) -> Float {
        guard temperature > 0 else { return ascending[0] }
        let sum = ascending.reduce(0) { $0 + exp((ascending[0] - $1) / temperature) }
        return ascending[0] - temperature * log(sum / Float(ascending.count))
    }

    /// The mean direction; `nil` if the templates cancel out, as only opposite points do.
    private static func mean(_ templates: [Embedding]) -> Embedding? {
        var sum = [Float](repeating: 0, count: templates[0].dimension)
        for template in templates {
            for (index, coordinate) in template.coordinates.enumerated() { sum[index] += coordinate }
        }
        return Embedding(normalizing: sum)
    }
}
