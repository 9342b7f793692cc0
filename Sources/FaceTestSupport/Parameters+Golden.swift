public import FaceEngine

extension Parameters {
    /// The weights that the golden networks were computed with: numbers that follow from each parameter's name.
    ///
    /// `Docs/Networks.md` has the rule; `Scripts/make-golden-networks.py` is its twin.
    public static func golden(for network: Network) -> Parameters {
        var parameters = Parameters()
        for role in network.parameters { parameters[role.name] = Parameter(.golden(role.name, role.shape)) }
        return parameters
    }
}

extension Tensor {
    /// The golden tensor of a name: `input` for images, the whole parameter's name for weights.
    public static func golden(_ name: String, _ shape: Shape) -> Tensor {
        let (scale, offset): (Float, Float) =
            switch name.split(separator: ".").last {
            case "weight": (Float((6 / Double(shape.dimensions.dropFirst().reduce(1, *))).squareRoot()), 0)
            case "bias", "beta", "mean": (0.1, 0)
            case "gamma": (0.1, 1)
            case "variance": (0.25, 1.25)
            case "slope": (0.1, 0.25)
            default: (1, 0)
            }
        let seed = fnv1a(name)
        return Tensor((0..<shape.count).map { offset + scale * number(seed, $0) }, shape: shape)
    }
}

/// The hash of Fowler, Noll and Vo, 64 bits, variant 1a.
private func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// A number from -1 to 1 excluded: the top 24 bits of splitmix64.
private func number(_ seed: UInt64, _ index: Int) -> Float {
    var z = seed &+ UInt64(index) &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return Float((z ^ z >> 31) >> 40) * 0x1p-23 - 1
}
