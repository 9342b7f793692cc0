import Synchronization

/// How many requests a caller may make: a bucket each, filled at a steady rate.
final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var time: ContinuousClock.Instant
    }

    /// Requests a second.
    let rate: Double
    /// Requests at once.
    let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])
    /// The most callers that are remembered; the fullest buckets go first, as they say nothing.
    private static let most = 10_000

    init(rate: Double, burst: Double) { (self.rate, self.burst) = (rate, max(1, burst)) }

    /// Takes a request from a caller's bucket.
    ///
    /// - Returns: `nil` if there was one, else the seconds until there is.
    func take(_ caller: String, now: ContinuousClock.Instant = .now) -> Int? {
        buckets.withLock { buckets in
            if buckets.count >= Self.most, buckets[caller] == nil {
                buckets = buckets.filter { filled($0.value, now) < burst }
                if buckets.count >= Self.most { buckets.removeAll() }
            }
            let tokens = buckets[caller].map { filled($0, now) } ?? burst
            guard tokens >= 1 else {
                buckets[caller] = Bucket(tokens: tokens, time: now)
                return max(1, Int(((1 - tokens) / rate).rounded(.up)))
            }
            buckets[caller] = Bucket(tokens: tokens - 1, time: now)
            return nil
        }
    }

    private func filled(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        min(burst, bucket.tokens + bucket.time.duration(to: now).seconds * rate)
    }
}
