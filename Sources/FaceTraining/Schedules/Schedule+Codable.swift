extension Schedule: Codable {
    private enum Kind: String, Codable { case constant, step, cosine, linear, inverseSquareRoot }
    private enum CodingKeys: String, CodingKey, CaseIterable { case kind, rate, warmUp, at, factor, steps, floor }

    /// Reads a mapping; `kind` is `constant`, `step`, `cosine`, `linear` or `inverseSquareRoot`.
    ///
    /// - Parameter decoder: Holds a mapping such as `{kind: step, rate: 0.1, at: [20000, 40000], factor: 0.1}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let kind: Kind = try container.decode(.kind, or: .constant)
        let own: Set<CodingKeys> =
            switch kind {
            case .constant: []
            case .step: [.at, .factor]
            case .cosine, .linear: [.steps, .floor]
            case .inverseSquareRoot: [.steps]
            }
        if let key = container.allKeys.first(where: { ![.kind, .rate, .warmUp].contains($0) && !own.contains($0) }) {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: container,
                debugDescription: "a schedule of kind \(kind.rawValue) has no \(key.rawValue)"
            )
        }
        let rate = try container.decode(Float.self, forKey: .rate)
        guard rate >= 0, rate.isFinite else {
            throw DecodingError.dataCorruptedError(
                forKey: .rate,
                in: container,
                debugDescription: "rate must be 0 or more, not \(rate)"
            )
        }
        // Only asked for where it is needed, and then it must be there.
        func steps() throws -> Int {
            let steps = try container.decode(Int.self, forKey: .steps)
            guard steps >= 1 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .steps,
                    in: container,
                    debugDescription: "steps must be 1 or more, not \(steps)"
                )
            }
            return steps
        }
        func floor() throws -> Float {
            try container.decode(.floor, or: 0, "a fraction of the rate, from 0 to 1") { (0...1).contains($0) }
        }
        let shape: Shape =
            switch kind {
            case .constant: .constant
            case .step:
                .step(
                    at: try container.decode([Int].self, forKey: .at),
                    factor: try container.decode(.factor, or: 0.1, "0 or more") { $0 >= 0 }
                )
            case .cosine: .cosine(steps: try steps(), floor: try floor())
            case .linear: .linear(steps: try steps(), floor: try floor())
            case .inverseSquareRoot: .inverseSquareRoot(steps: try steps())
            }
        let warmUp = try container.decode(.warmUp, or: 0, "0 or more") { $0 >= 0 }
        self.init(rate: rate, warmUp: warmUp, shape: shape)
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the mapping.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rate, forKey: .rate)
        try container.encode(warmUp, forKey: .warmUp)
        switch shape {
        case .constant: try container.encode(Kind.constant, forKey: .kind)
        case .step(let places, let factor):
            try container.encode(Kind.step, forKey: .kind)
            try container.encode(places, forKey: .at)
            try container.encode(factor, forKey: .factor)
        case .cosine(let steps, let floor):
            try container.encode(Kind.cosine, forKey: .kind)
            try container.encode(steps, forKey: .steps)
            try container.encode(floor, forKey: .floor)
        case .linear(let steps, let floor):
            try container.encode(Kind.linear, forKey: .kind)
            try container.encode(steps, forKey: .steps)
            try container.encode(floor, forKey: .floor)
        case .inverseSquareRoot(let steps):
            try container.encode(Kind.inverseSquareRoot, forKey: .kind)
            try container.encode(steps, forKey: .steps)
        }
    }
}
