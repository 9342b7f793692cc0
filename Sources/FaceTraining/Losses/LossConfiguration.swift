/// Which loss a network is trained with, and what it is told; in a file, a mapping with the name under `kind`.
///
///     loss: {kind: triplet, margin: 0.2, mining: semiHard}
public enum LossConfiguration: Hashable, Sendable {
    /// The triplet loss.
    case triplet(TripletLoss)
    /// Classification.
    case softmax(SoftmaxHead.Options)
    /// Classification by angle, with a margin.
    case arcFace(ArcFaceHead.Options)
    /// Placing faces where a teacher does.
    case distillation(DistillationHead.Options)

    /// A loss's name in files.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case triplet, softmax, arcFace, distillation
    }

    /// The loss's name in files.
    public var kind: Kind {
        switch self {
        case .triplet: .triplet
        case .softmax: .softmax
        case .arcFace: .arcFace
        case .distillation: .distillation
        }
    }
}

extension LossConfiguration: Codable {
    private enum CodingKeys: String, CodingKey { case kind }

    /// Reads a mapping with the loss's name under `kind`, and beside it what the loss takes.
    ///
    /// - Parameter decoder: Holds the mapping.
    /// - Throws: `DecodingError`, also for keys that mean nothing to that loss.
    public init(from decoder: any Decoder) throws {
        self =
            switch try decoder.container(keyedBy: CodingKeys.self).decode(Kind.self, forKey: .kind) {
            case .triplet: .triplet(try TripletLoss(from: decoder))
            case .softmax: .softmax(try SoftmaxHead.Options(from: decoder))
            case .arcFace: .arcFace(try ArcFaceHead.Options(from: decoder))
            case .distillation: .distillation(try DistillationHead.Options(from: decoder))
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
        case .triplet(let loss): try loss.encode(to: encoder)
        case .softmax(let options): try options.encode(to: encoder)
        case .arcFace(let options): try options.encode(to: encoder)
        case .distillation(let options): try options.encode(to: encoder)
        }
    }
}
