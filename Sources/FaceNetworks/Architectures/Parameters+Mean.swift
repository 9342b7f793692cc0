public import FaceEngine

extension Parameters {
    /// The mean of what several trainings of one network have learned, weight by weight.
    ///
    /// Of trainings that set out from the same weights it does better than most of them, at no cost in size or time
    /// (Wortsman et al., <https://arxiv.org/abs/2203.05482>; with what they set out from, <https://arxiv.org/abs/2109.01903>).
    /// Of trainings that began elsewhere it is nothing: their channels do not stand in the same order.
    ///
    /// A network that others have grown out of (``grown(into:from:using:)``) counts as one whose missing blocks say nothing. So
    /// the convolution at the end of such a block is averaged with 0, and its other weights are the mean of those that there are.
    /// The running statistics of batch normalization are averaged like weights.
    ///
    /// - Parameters:
    ///   - sets: What was learned; each lacks nothing of `network` but whole residual blocks, and one lacks nothing at all.
    ///   - shares: How much each counts, in proportion.
    ///   - network: The network, the largest of them.
    /// - Returns: A parameter of 32-bit floats for each of the network's, in its order.
    /// - Throws: ``MeanError`` with the first set that does not fit.
    /// - Precondition: There is one share a set, above 0, and one set at least.
    /// - Complexity: O(*n*) for *n* scalars in all sets.
    public static func mean(
        of sets: [Parameters],
        shares: [Double],
        in network: Network
    ) throws(MeanError) -> Parameters {
        precondition(!sets.isEmpty && sets.count == shares.count, "each set of weights has one share")
        precondition(shares.allSatisfy { $0 > 0 && $0.isFinite }, "a share is a number above 0")
        var ends: Set<String> = []
        for (index, set) in sets.enumerated() {
            do throws(GrowthError) { ends.formUnion(try network.blockEnds(beyond: set).map(\.name)) } catch {
                throw MeanError(index: index, reason: .otherNetwork(error))
            }
        }
        let all = shares.reduce(0, +)
        var mean = Parameters()
        for role in network.parameters {
            var sums = [Double](repeating: 0, count: role.shape.count)
            var counted = 0.0
            for (set, share) in zip(sets, shares) {
                guard let parameter = set[role.name] else { continue }
                parameter.withUnsafeFloats { scalars in
                    for index in scalars.indices { sums[index] += share * Double(scalars[index]) }
                }
                counted += share
            }
            precondition(counted > 0, "no set has \(role.name)")
            let divisor = ends.contains(role.name) ? all : counted
            mean[role.name] = Parameter(Tensor(sums.map { Float($0 / divisor) }, shape: role.shape))
        }
        return mean
    }
}

/// A reason why there is no mean of some models.
public struct MeanError: Error, Equatable, Sendable {
    /// What does not fit with the first model, or with the largest network.
    public enum Reason: Equatable, Sendable {
        /// The network is neither the largest one nor one that it grew out of.
        case otherNetwork(GrowthError)
        /// Faces are cut out or normalized otherwise.
        case otherInput
        /// An adapter stands behind the model.
        case adapted
    }

    /// Which one does not fit, counted from 0.
    public let index: Int
    /// Why.
    public let reason: Reason
}

extension MeanError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow the model's path and a colon.
    public var description: String {
        switch reason {
        case .otherNetwork(let error): "the largest of the networks has not grown out of this one: \(error)"
        case .otherInput: "it wants faces cut out or normalized otherwise than the first model"
        case .adapted: "it has an adapter; average models first, and train an adapter behind the mean"
        }
    }
}
