/// How many pairs of different people a false accept rate must be measured on.
///
/// Doddington's rule of 30: *to be 90 % confident that the true error rate is within ±30 % of the observed one, there must
/// be at least 30 errors* (Doddington, Przybocki, Martin and Reynolds, *The NIST speaker recognition evaluation*, Speech
/// Communication 31, 2000). A threshold for one false accept in a million so needs 30 million pairs; on fewer, the figure
/// is a wish.
public enum FalseAcceptSupport {
    /// The fewest false accepts that a rate is stated on.
    public static let fewestHits = 30

    /// Returns the fewest pairs of different people that a rate can be stated on.
    ///
    /// - Parameter rate: A false accept rate, above 0 and at most 1.
    /// - Returns: `30 / rate`, rounded up.
    public static func neededPairs(for rate: Double) -> Int {
        precondition(rate > 0 && rate <= 1, "a false accept rate of \(rate)")
        let exact = Double(fewestHits) / rate
        // 1e-3 is no binary fraction: 30,000 must not become 30,001.
        let whole = exact.rounded()
        return Int(exact.isAlmostEqual(to: whole) ? whole : exact.rounded(.up))
    }

    /// Returns the fewest people whose pairs, by one photo each, are as many as a rate needs.
    ///
    /// - Parameter rate: A false accept rate, above 0 and at most 1.
    /// - Returns: The least *n* with *n* (*n* - 1) / 2 pairs at or above ``neededPairs(for:)``.
    public static func neededPeople(for rate: Double) -> Int {
        let pairs = neededPairs(for: rate)
        var people = Int((2 * Double(pairs)).squareRoot())
        while people * (people - 1) / 2 < pairs { people += 1 }
        return people
    }

    /// Whether a rate can be stated on so many pairs of different people.
    ///
    /// - Parameters:
    ///   - rate: A false accept rate, above 0 and at most 1.
    ///   - pairs: The pairs of different people there are.
    /// - Returns: Whether they are at least ``neededPairs(for:)``.
    public static func isSupported(_ rate: Double, byPairs pairs: Int) -> Bool { pairs >= neededPairs(for: rate) }

    /// Returns the least rate that can be stated on so many pairs of different people.
    ///
    /// - Parameter pairs: The pairs of different people there are.
    /// - Returns: `30 / pairs`; `nil` for fewer than 30, on which none can be stated.
    public static func leastRate(pairs: Int) -> Double? {
        pairs >= fewestHits ? Double(fewestHits) / Double(pairs) : nil
    }
}

extension Double {
    fileprivate func isAlmostEqual(to other: Double) -> Bool { abs(self - other) <= 1e-9 * abs(other) }
}
