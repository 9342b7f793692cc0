import Foundation

/// The learning rate of every step: a pure function, so that nothing is to be kept for a resumed run.
///
///     schedule: {kind: cosine, rate: 0.05, warmUp: 500, steps: 20000}
public struct Schedule: Hashable, Sendable {
    /// How the rate goes after the warm-up.
    public enum Shape: Hashable, Sendable {
        /// It stays.
        case constant
        /// It is multiplied by `factor` at each of the steps `at`.
        case step(at: [Int], factor: Float)
        /// It falls to `floor` times itself at step `steps` along half a cosine, and stays there.
        ///
        /// Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
        case cosine(steps: Int, floor: Float)
        /// It falls to `floor` times itself at step `steps` along a line, and stays there.
        case linear(steps: Int, floor: Float)
        /// It falls as `√(steps / (steps + t))`, `t` steps after the warm-up: to 71 % after `steps` steps.
        case inverseSquareRoot(steps: Int)
    }

    /// The rate after the warm-up; the paper starts with 0.05.
    public var rate: Float
    /// The steps over which the rate rises to ``rate`` along a line, `rate / warmUp` at the first.
    public var warmUp: Int
    /// How the rate goes on.
    public var shape: Shape

    /// Creates a schedule.
    public init(rate: Float, warmUp: Int = 0, shape: Shape = .constant) {
        self.rate = rate
        self.warmUp = warmUp
        self.shape = shape
    }

    /// The rate of a step, the first of which is 0.
    public func rate(at step: Int) -> Float {
        if step < warmUp { return rate * Float(step + 1) / Float(warmUp) }
        return Float(Double(rate) * factor(at: step))
    }

    private func factor(at step: Int) -> Double {
        switch shape {
        case .constant: return 1
        case .step(let places, let factor):
            return pow(Double(factor), Double(places.count { $0 <= step }))
        case .cosine(let steps, let floor):
            return Double(floor) + (1 - Double(floor)) * (1 + cos(.pi * progress(step, steps))) / 2
        case .linear(let steps, let floor): return 1 - (1 - Double(floor)) * progress(step, steps)
        case .inverseSquareRoot(let steps): return (Double(steps) / Double(steps + step - warmUp)).squareRoot()
        }
    }

    /// How far `step` is from the end of the warm-up, 0, to step `steps`, 1.
    private func progress(_ step: Int, _ steps: Int) -> Double {
        min(Double(step - warmUp) / Double(max(steps - warmUp, 1)), 1)
    }
}
