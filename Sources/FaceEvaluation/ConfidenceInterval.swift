#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The range that a proportion lies in, given how often something was seen.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
    /// The lower end, from 0 through 1; of a difference of proportions, from -1.
    public let lower: Double
    /// The upper end, at least ``lower``.
    public let upper: Double
    /// The chance that such an interval contains the true proportion, at least: 0.95 for 95 %.
    public let confidence: Double

    /// Creates an interval that was computed elsewhere.
    ///
    /// - Parameters:
    ///   - lower: The lower end.
    ///   - upper: The upper end, at least `lower`.
    ///   - confidence: Above 0 and below 1.
    public init(lower: Double, upper: Double, confidence: Double = 0.95) {
        precondition(lower <= upper, "an interval from \(lower) up to \(upper)")
        precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence) is not between 0 and 1")
        self.lower = lower
        self.upper = upper
        self.confidence = confidence
    }

    /// Whether a value lies in the interval, ends included.
    ///
    /// - Parameter value: A proportion.
    /// - Returns: Whether it is at least ``lower`` and at most ``upper``.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// Computes the exact interval of Clopper and Pearson.
    ///
    /// *The use of confidence or fiducial limits illustrated in the case of the binomial*, Biometrika 26
    /// (1934): the ends are quantiles of beta distributions. It takes trials to be independent. Pairs that
    /// share images are not quite, so on a face benchmark the truth is a little wider.
    ///
    /// - Parameters:
    ///   - successes: How often it was seen, at most `trials`.
    ///   - trials: How often it was looked for. With none, the interval is 0 through 1.
    ///   - confidence: Above 0 and below 1.
    public init(successes: Int, of trials: Int, confidence: Double = 0.95) {
        precondition((0...max(0, trials)).contains(successes), "\(successes) successes of \(trials) trials")
        precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence) is not between 0 and 1")
        let (seen, unseen) = (Double(successes), Double(trials - successes))
        let tail = (1 - confidence) / 2
        lower = successes == 0 ? 0 : betaQuantile(tail, seen, unseen + 1)
        upper = successes == trials ? 1 : betaQuantile(1 - tail, seen + 1, unseen)
        self.confidence = confidence
    }
}

/// Returns the `x` at which the beta distribution of `a` and `b` has reached `probability`.
///
/// By halving: it is called twice a report, and halving cannot miss.
func betaQuantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
        let middle = (low + high) / 2
        if middle <= low || middle >= high { return middle }
        if regularizedBeta(middle, a, b) < probability { low = middle } else { high = middle }
    }
}

/// Returns the regularized incomplete beta function `I_x(a, b)`, for positive `a` and `b`.
///
/// By its continued fraction, *NIST Handbook of Mathematical Functions*, <https://dlmf.nist.gov/8.17.E22>,
/// evaluated by Lentz's method on the side of the mean where it converges quickly: in O(sqrt(max(a, b)))
/// terms.
func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    guard x <= (a + 1) / (a + b + 2) else { return 1 - regularizedBeta(1 - x, b, a) }
    let tiny = Double.leastNormalMagnitude / .ulpOfOne
    func nonZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }

    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...10_000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / nonZero(1 + even * d)
        c = nonZero(1 + even / c)
        fraction *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / nonZero(1 + odd * d)
        c = nonZero(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < .ulpOfOne { break }
    }
    let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
    return exp(a * log(x) + b * log1p(-x) - logBeta) / a * fraction
}

private func logGamma(_ value: Double) -> Double {
    // The reentrant form: plain `lgamma` writes the sign to a global.
    var sign: Int32 = 0
    return lgamma_r(value, &sign)
}
