/// Why settings make no sense.
///
/// The description is one sentence that can follow `path: `.
public enum AugmentationError: Error, Hashable, Sendable {
    /// A number is not within its range, or not a number.
    case outOfRange(setting: String, allowed: ClosedRange<Float>)
    /// There is no kind of occluder to choose from.
    case noKinds
}

extension AugmentationError: CustomStringConvertible {
    /// One sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .outOfRange(let setting, let allowed):
            "\(setting) must be within \(allowed.lowerBound) and \(allowed.upperBound)"
        case .noKinds: "occlusion.kinds must name at least one kind of occluder"
        }
    }
}

extension Augmentation {
    /// Refuses numbers that make no sense, whether they came from a file or from code.
    ///
    /// - Throws: ``AugmentationError`` for the first setting that is wrong.
    public func validate() throws(AugmentationError) {
        let shares = [
            ("mirror", mirror), ("gray", gray),
            ("occlusion.probability", occlusion.probability), ("downscale.probability", downscale.probability),
            ("blur.probability", blur.probability), ("blur.motion", blur.motion),
            ("color.probability", color.probability), ("color.brightness", color.brightness),
            ("color.contrast", color.contrast), ("color.saturation", color.saturation),
            ("noise.probability", noise.probability), ("jpeg.probability", jpeg.probability),
        ]
        for (name, value) in shares { try Self.check(name, value, within: 0...1) }
        try Self.check("placement", placement)
        if let placement = occlusion.placement { try Self.check("occlusion.placement", placement) }
        try Self.check("occlusion.blockShare", occlusion.blockShare, within: 0.01...0.8)
        try Self.check("occlusion.maskRise", occlusion.maskRise, within: 0...1)
        try Self.check("downscale.factor", downscale.factor, within: 0.02...1)
        try Self.check("blur.deviation", blur.deviation, within: 0...20)
        try Self.check("blur.length", blur.length, within: 0...56)
        try Self.check("color.hue", color.hue, within: 0...180)
        try Self.check("noise.deviation", noise.deviation, within: 0...128)
        let quality = Float(jpeg.quality.lowerBound)...Float(jpeg.quality.upperBound)
        try Self.check("jpeg.quality", quality, within: 1...100)
        guard !occlusion.kinds.isEmpty else { throw .noKinds }
    }

    private static func check(_ name: String, _ placement: Placement) throws(AugmentationError) {
        try check("\(name).probability", placement.probability, within: 0...1)
        try check("\(name).rotation", placement.rotation, within: 0...180)
        try check("\(name).shift", placement.shift, within: 0...1)
        try check("\(name).zoom", placement.zoom, within: 0.1...10)
    }

    private static func check(
        _ name: String,
        _ value: Float,
        within allowed: ClosedRange<Float>
    ) throws(AugmentationError) {
        // No number is within a range that is none: a range of it would trap.
        guard allowed.contains(value) else { throw .outOfRange(setting: name, allowed: allowed) }
    }

    private static func check(
        _ name: String,
        _ values: ClosedRange<Float>,
        within allowed: ClosedRange<Float>
    ) throws(AugmentationError) {
        guard allowed.contains(values.lowerBound), allowed.contains(values.upperBound) else {
            throw .outOfRange(setting: name, allowed: allowed)
        }
    }
}
