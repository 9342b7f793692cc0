/// Which rule moves the weights, and what it is told; in a file, a mapping with the name under `kind`.
///
///     optimizer: {kind: adaGrad, weightDecay: 0.0001}
public enum OptimizerConfiguration: Hashable, Sendable {
    /// The paper's.
    case adaGrad(AdaGrad.Options)
    /// Gradient descent with momentum.
    case sgd(SGD.Options)
    /// Adam with decoupled weight decay.
    case adamW(AdamW.Options)

    /// A rule's name in files.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case adaGrad, sgd, adamW
    }

    /// The rule's name in files.
    public var kind: Kind {
        switch self {
        case .adaGrad: .adaGrad
        case .sgd: .sgd
        case .adamW: .adamW
        }
    }

    /// Makes an optimizer.
    ///
    /// - Parameters:
    ///   - count: The weights it will update.
    ///   - undecayed: Those that weight decay spares, such as a layout's ``FaceEngine/ParameterLayout/vectors``.
    /// - Returns: An optimizer that has taken no step.
    public func optimizer(count: Int, undecayed: [Range<Int>] = []) -> any Optimizer {
        switch self {
        case .adaGrad(let options): AdaGrad(count: count, undecayed: undecayed, options: options)
        case .sgd(let options): SGD(count: count, undecayed: undecayed, options: options)
        case .adamW(let options): AdamW(count: count, undecayed: undecayed, options: options)
        }
    }
}

extension OptimizerConfiguration: Codable {
    private enum CodingKeys: String, CodingKey { case kind }

    /// Reads a mapping with the rule's name under `kind`, and beside it what the rule takes.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing to that rule.
    public init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
            case .adaGrad: .adaGrad(try AdaGrad.Options(from: decoder))
            case .sgd: .sgd(try SGD.Options(from: decoder))
            case .adamW: .adamW(try AdamW.Options(from: decoder))
            }
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the mapping.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        switch self {
        case .adaGrad(let options): try options.encode(to: encoder)
        case .sgd(let options): try options.encode(to: encoder)
        case .adamW(let options): try options.encode(to: encoder)
        }
    }
}
