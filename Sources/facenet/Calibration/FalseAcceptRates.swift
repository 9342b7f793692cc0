import FaceEvaluation

/// The false accept rates that a calibration gives thresholds for.
struct FalseAcceptRates {
    /// What is given if nobody asks: one in ten through one in a million, as far as there are pairs.
    static let standard = VerificationAnalysis.rates

    /// What was asked for; if nothing was, the standard ones.
    let asked: [Double]
    /// Whether each must be given.
    let mustHold: Bool

    init(_ asked: [Double]) {
        mustHold = !asked.isEmpty
        self.asked = Array(Set(mustHold ? asked : Self.standard)).sorted(by: >)
    }

    /// Refuses a rate that somebody asked for and too few pairs support.
    ///
    /// - Parameters:
    ///   - pairs: The pairs of different people there are.
    ///   - people: The people they are of, if everybody is compared with everybody else.
    ///   - subject: Where they are from.
    /// - Throws: ``Failure`` that names the pairs, and the people, that the strictest rate needs.
    func require(pairs: Int, people: Int?, in subject: String) throws(Failure) {
        guard mustHold, let rate = asked.filter({ !FalseAcceptSupport.isSupported($0, byPairs: pairs) }).min() else {
            return
        }
        let needed = FalseAcceptSupport.neededPairs(for: rate)
        let those = people.map { _ in ", those of \(FalseAcceptSupport.neededPeople(for: rate)) people" } ?? ""
        let reason =
            "a false accept rate of \(rate) needs \(needed) pairs of different people\(those), as fewer than "
            + "\(FalseAcceptSupport.fewestHits) false accepts say nothing"
        let there = people.map { "; \($0) people make \(pairs) pairs" } ?? "; there are \(pairs)"
        let least = FalseAcceptSupport.leastRate(pairs: pairs).map { ", enough for \(Self.rounded($0))" } ?? ""
        throw Failure(subject, reason + there + least)
    }

    /// Two digits, rounded up: `3.3e-06`.
    private static func rounded(_ rate: Double) -> String {
        var (digits, exponent) = (rate, 0)
        while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
        return "\(((digits * 10).rounded(.up) / 10).formatted(decimals: 1))e\(exponent)"
    }
}
