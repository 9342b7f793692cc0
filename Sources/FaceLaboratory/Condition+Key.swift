import FaceImaging

extension Condition: LosslessStringConvertible {
    /// The word for it in lists, files and reports: `bare`, `surgicalMask`, `block-30`, `jpeg-30`, `pixels-40`,
    /// and `surgicalMask-found` where the face is found on the covered photo.
    ///
    /// A block's number is percent of the face, in whole ones: a share of 0.304 has the key of 0.3.
    public var key: String {
        switch self {
        case .bare: "bare"
        case .occluded(_, _, .covered): found(on: .bare).key + Self.foundSuffix
        case .occluded(let kind, let share, .bare):
            share.map { "\(kind.rawValue)-\(Self.percent($0))" } ?? kind.rawValue
        case .jpeg(let quality): "jpeg-\(quality)"
        case .pixels(let side): "pixels-\(side)"
        }
    }

    private static let foundSuffix = "-found"

    /// The key.
    public var description: String { key }

    /// What people call it.
    public var label: String {
        switch self {
        case .bare: "bare"
        case .occluded(_, _, .covered): "\(found(on: .bare).label), face found under it"
        case .occluded(.surgicalMask, _, _): "surgical mask"
        case .occluded(.clothMask, _, _): "cloth mask"
        case .occluded(.ffpMask, _, _): "FFP mask"
        case .occluded(.maskBelowNose, _, _): "mask below the nose"
        case .occluded(.block, let share?, _): "block over \(Self.percent(share)) %"
        case .occluded(let kind, _, _): kind.rawValue
        case .jpeg(let quality): "JPEG quality \(quality)"
        case .pixels(let side): "\(side)x\(side) pixels"
        }
    }

    /// Reads a key.
    ///
    /// It fails for anything else, also for a number out of range: 1 to 80 percent, a quality of 1 to 100, a side of 4
    /// to 1024 pixels.
    ///
    /// - Parameter key: As ``key`` has it.
    public init?(_ key: String) {
        if key.hasSuffix(Self.foundSuffix) {
            let bare = Self(String(key.dropLast(Self.foundSuffix.count)))
            guard let bare, bare.family == .occlusion, !bare.findsCovered else { return nil }
            self = bare.found(on: .covered)
            return
        }
        let parts = key.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let number = parts.count == 2 ? Int(parts[1]) : nil
        switch (parts[0], number) {
        case ("bare", nil): self = .bare
        case ("jpeg", let quality?) where 1...100 ~= quality: self = .jpeg(quality: quality)
        case ("pixels", let side?) where 4...1024 ~= side: self = .pixels(side: side)
        case ("block", let percent?) where 1...80 ~= percent: self = .occluded(.block, share: Float(percent) / 100)
        case (let word, nil):
            guard let kind = Occluder.Kind(rawValue: word) else { return nil }
            self = .occluded(kind)
        default: return nil
        }
        // One spelling for each: `jpeg-030` is none, and neither is `bare-`.
        guard self.key == key else { return nil }
    }
}

extension Condition: Codable {
    /// Reads a key.
    ///
    /// - Parameter decoder: Holds a string.
    /// - Throws: `DecodingError` if it is no key.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let condition = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not the key of a condition")
        }
        self = condition
    }

    /// Writes the key.
    ///
    /// - Parameter encoder: Receives a string.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(key)
    }
}
