/// What a paper prints beside a layer, letter by letter, so that its rounding stays visible.
public struct PublishedCost: Hashable, Sendable, Codable {
    /// The number of parameters, such as `9K`.
    public var parameters: String
    /// The multiply-adds of one example, such as `115M`; `nil` where the paper leaves the column empty.
    public var multiplyAdds: String?
}

extension PublishedCost {
    /// Reads a number such as `9K`, `1.6B` or `0`; `nil` if it is not one.
    static func number(_ text: String) -> Double? {
        let units: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9]
        guard let last = text.last, let unit = units[last] else { return Double(text) }
        return Double(text.dropLast()).map { $0 * unit }
    }
}
