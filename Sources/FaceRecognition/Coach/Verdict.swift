/// What the coach says about one photo.
public struct Verdict: Hashable, Sendable {
    /// Everything there is to say, the weightiest first; empty for a photo without fault.
    public var advice: [Advice]

    /// Creates a verdict; advice is put in order, equals as they come.
    public init(_ advice: [Advice] = []) {
        let order = advice.indices.sorted {
            (advice[$1].severity, $0) < (advice[$0].severity, $1)
        }
        self.advice = order.map { advice[$0] }
    }

    /// The weightiest severity, or `nil` if there is nothing to say.
    public var severity: Advice.Severity? { advice.first?.severity }
    /// Whether the photo may enter the gallery.
    public var isAccepted: Bool { severity.map { $0 < .skip } ?? true }
    /// Whether the photo is in the gallery already, as the same person.
    public var isSkipped: Bool { severity == .skip }
}
