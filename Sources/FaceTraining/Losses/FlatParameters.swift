public import FaceEngine

/// Weights that belong to a loss instead of the network, and their gradients, each in one flat array.
///
/// Laid out as a training program's own are, so that the same optimizer, clipping and checkpoint take them.
public struct FlatParameters: Equatable, Sendable {
    /// Which parameter lies where.
    public let layout: ParameterLayout
    /// The weights.
    public var values: [Float]
    /// The gradients; evaluating a loss adds to them.
    public var gradients: [Float]

    /// Creates parameters of zeros.
    public init(_ roles: [ParameterRole]) {
        layout = ParameterLayout(roles)
        values = [Float](repeating: 0, count: layout.count)
        gradients = values
    }

    /// Forgets the gradients, before another step.
    public mutating func zeroGradients() {
        for index in gradients.indices { gradients[index] = 0 }
    }

    /// Fills the parameter called `name` with numbers from -`bound` to `bound`.
    mutating func fill(_ name: String, bound: Float, using generator: inout some RandomNumberGenerator) {
        guard let entry = layout[name] else { return }
        for index in entry.range { values[index] = Float.random(in: -bound...bound, using: &generator) }
    }
}
