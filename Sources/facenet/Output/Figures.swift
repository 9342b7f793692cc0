import Foundation

extension Double {
    /// The number with a fixed count of decimals, such as `0.99467`.
    func formatted(decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}

extension Float {
    /// The number with a fixed count of decimals.
    func formatted(decimals: Int) -> String { Double(self).formatted(decimals: decimals) }
}

extension Int {
    /// A duration of that many seconds as people say it, such as `1m16s`.
    var asDuration: String {
        switch self {
        case ..<60: "\(self)s"
        case ..<3600: "\(self / 60)m\(self % 60 < 10 ? "0" : "")\(self % 60)s"
        default: "\(self / 3600)h\(self / 60 % 60 < 10 ? "0" : "")\(self / 60 % 60)m"
        }
    }
}

extension [Double] {
    /// Each number as rates are printed, such as `0.99467`.
    var fiveDecimals: [String] { map { $0.formatted(decimals: 5) } }

    /// The middle value, or the mean of the two in the middle; NaN if there are none.
    var median: Double {
        guard !isEmpty else { return .nan }
        let ordered = sorted()
        return (ordered[(count - 1) / 2] + ordered[count / 2]) / 2
    }
}
