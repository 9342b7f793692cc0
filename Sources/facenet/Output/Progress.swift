import Synchronization

/// How far long work is: a bar with rate and time left on a terminal, a plain line now and then elsewhere.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var lastReport: ContinuousClock.Instant
    }

    private static let barWidth = 30
    private let total: Int
    private let unit: String
    private let start: ContinuousClock.Instant
    private let interval: Duration
    private let isDrawn: Bool
    private let isQuiet: Bool
    private let state: Mutex<State>

    /// Creates a report that has not begun.
    ///
    /// - Parameters:
    ///   - total: How many steps the work has.
    ///   - unit: What a step is, in the plural.
    ///   - isQuiet: Whether to say nothing, as for a single photo.
    ///   - isWatched: Whether to draw a bar rather than print lines.
    init(total: Int, unit: String, isQuiet: Bool = false, isWatched: Bool = Console.isWatched) {
        self.total = total
        self.unit = unit
        self.isQuiet = isQuiet
        isDrawn = isWatched && !isQuiet
        interval = isWatched ? .milliseconds(100) : .seconds(5)
        start = ContinuousClock.now
        state = Mutex(State(lastReport: start))
    }

    /// Counts one more step as done.
    func advance(by count: Int = 1) {
        state.withLock { state in
            state.done += count
            let now = ContinuousClock.now
            guard !isQuiet, now - state.lastReport >= interval else { return }
            state.lastReport = now
            let text = Self.text(done: state.done, total: total, unit: unit, seconds: (now - start) / .seconds(1))
            if isDrawn {
                let filled = Self.barWidth * min(state.done, total) / max(total, 1)
                let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.barWidth - filled)
                Console.write("\r\u{1B}[K[\(bar)] \(text)", to: 2)
            } else {
                Console.note(text)
            }
        }
    }

    /// Takes the bar away, before anything else is printed.
    func finish() {
        if isDrawn { Console.write("\r\u{1B}[K", to: 2) }
    }

    /// Prints a line of diagnostics without tearing the bar.
    func note(_ text: String) {
        state.withLock { _ in
            finish()
            Console.note(text)
        }
    }

    /// What a report says, such as `1200 of 7701 photos, 85.2/s, 1m16s left`.
    static func text(done: Int, total: Int, unit: String, seconds: Double) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)).asDuration : "?"
        return "\(done) of \(total) \(unit), \(rate.formatted(decimals: 1))/s, \(left) left"
    }
}
