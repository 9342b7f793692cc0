public import FaceEngine

/// A rule that moves weights against their gradients.
///
///     var optimizer = configuration.optimizer(count: program.layout.count, undecayed: program.layout.vectors)
///     optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: schedule.rate(at: step))
///
/// Weights and gradients are flat arrays, whatever they belong to: a network's and a head's take one optimizer each.
/// Each weight is updated for itself, so the result does not depend on the number of threads.
public protocol Optimizer: Sendable {
    /// What it remembers between steps; put back with ``restore(_:)``.
    var state: OptimizerState { get }

    /// Takes one step.
    ///
    /// - Parameters:
    ///   - weights: The weights, as many as the optimizer was made for.
    ///   - gradients: As many.
    ///   - rate: The learning rate of this step.
    ///   - threads: The threads to use.
    /// - Complexity: O(*n*): each array is read, and what changes is written, once.
    mutating func update(
        _ weights: UnsafeMutableBufferPointer<Float>,
        _ gradients: UnsafeBufferPointer<Float>,
        rate: Float,
        threads: Int
    )

    /// Goes on from a state that an optimizer of the same rule and size had.
    ///
    /// - Throws: ``OptimizerError/otherState(expected:actual:)``.
    mutating func restore(_ state: OptimizerState) throws(OptimizerError)
}

extension Optimizer {
    /// Takes one step on arrays.
    public mutating func update(_ weights: inout [Float], _ gradients: [Float], rate: Float, threads: Int = 1) {
        weights.withUnsafeMutableBufferPointer { weights in
            gradients.withUnsafeBufferPointer { update(weights, $0, rate: rate, threads: threads) }
        }
    }

    /// Takes one step on the weights of a loss's own.
    public mutating func update(_ parameters: inout FlatParameters, rate: Float, threads: Int = 1) {
        update(&parameters.values, parameters.gradients, rate: rate, threads: threads)
    }
}

/// What an optimizer remembers between steps: a checkpoint keeps it.
public struct OptimizerState: Equatable, Sendable {
    /// The steps taken.
    public var step: Int
    /// Arrays of one scalar a weight, by name.
    public var arrays: [String: [Float]]

    /// Creates a state.
    public init(step: Int, arrays: [String: [Float]]) {
        self.step = step
        self.arrays = arrays
    }

    /// Checks that this state could be that of the optimizer whose state is `other`.
    func check(like other: OptimizerState) throws(OptimizerError) {
        let (expected, actual) = (other.arrays.mapValues(\.count), arrays.mapValues(\.count))
        guard expected == actual, step >= 0 else { throw .otherState(expected: expected, actual: actual) }
    }
}

/// A reason why an optimizer could not go on.
public enum OptimizerError: Error, Equatable, Sendable {
    /// The state is of another rule, or of other weights; the numbers are the arrays' lengths.
    case otherState(expected: [String: Int], actual: [String: Int])
}

extension OptimizerError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .otherState(let expected, let actual):
            "the optimizer's state holds \(Self.list(actual)), but \(Self.list(expected)) is needed"
        }
    }

    private static func list(_ arrays: [String: Int]) -> String {
        let parts = arrays.sorted { $0.key < $1.key }.map { "\($0.key) of \($0.value)" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}

extension ParameterLayout {
    /// Where biases, and scales and shifts of normalizations, lie: parameters of one axis, which weight decay spares.
    public var vectors: [Range<Int>] { entries.filter { $0.shape.rank <= 1 }.map(\.range) }
}
