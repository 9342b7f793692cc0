import FaceEvaluation
import Foundation

extension Double {
    /// A share in percent, such as `99.47`.
    var percent: String { isFinite ? String(format: "%.2f", 100 * self) : "–" }

    /// So many decimals.
    func fixed(_ decimals: Int) -> String { isFinite ? String(format: "%.\(decimals)f", self) : "–" }

    /// A rate as people write it: `10⁻²`, or `0.02`.
    var rateLabel: String { SVG.power(self) ?? SVG.label(self) }

    /// Up to five digits that count, such as `1.1042`.
    var short: String { isFinite ? String(format: "%.5g", self) : self > 0 ? "∞" : isNaN ? "–" : "-∞" }
}

extension Int {
    /// The number with a space every three digits, such as `13 233`.
    var grouped: String {
        let digits = Array(String(magnitude))
        let groups = digits.enumerated().map { index, digit in
            (digits.count - index) % 3 == 0 && index > 0 ? "\u{202F}\(digit)" : "\(digit)"
        }
        return (self < 0 ? "-" : "") + groups.joined()
    }
}

extension ConfidenceInterval {
    /// The ends in percent, such as `98.91 – 99.42`.
    var percent: String { "\(lower.percent) – \(upper.percent)" }
}
