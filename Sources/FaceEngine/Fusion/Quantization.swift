/// How an activation is written in eight bits: `real = scale * integer`.
struct Quantization: Equatable {
    /// What one unit stands for.
    var scale: Float
    /// Whether the integers are -128...127, or 0...255.
    var isSigned: Bool
}

/// The ranges of a network's activations, measured on sample inputs: what an int8 program is scaled by.
public struct Calibration: Hashable, Sendable, Codable {
    /// The least and the greatest value of each node's output, by the node's name.
    public var ranges: [String: ActivationRange]

    /// Creates a calibration.
    public init(ranges: [String: ActivationRange] = [:]) { self.ranges = ranges }

    /// Widens each range by what was seen on other samples.
    public mutating func formUnion(_ other: Calibration) {
        ranges.merge(other.ranges) { $0.union($1) }
    }
}

/// The least and the greatest value that were seen.
public struct ActivationRange: Hashable, Sendable, Codable {
    /// The least value.
    public var minimum: Float
    /// The greatest value.
    public var maximum: Float

    /// Creates a range.
    public init(minimum: Float, maximum: Float) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The least range that has both in it.
    func union(_ other: ActivationRange) -> ActivationRange {
        ActivationRange(minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum))
    }
}

extension FusedGraph {
    /// Decides which activations are written in eight bits, and how.
    ///
    /// A convolution without groups computes in integers, the first one too: 8 bits are what the image came in. The
    /// fully connected layer that makes the embedding stays in floats: it is small, and nobody makes good what it
    /// loses. The inputs of a concatenation share one scale, and a pooling keeps that of its input.
    func quantization(_ calibration: Calibration) -> [Quantization?] {
        var wanted = [Bool](repeating: false, count: steps.count)
        for step in steps {
            guard case .convolution(let convolution, _) = step.kernel, convolution.groups == 1,
                let input = step.inputs.first
            else { continue }
            wanted[input] = true
        }
        // What is wanted of a pooling or a concatenation is wanted of what it reads, and of a residual's other half.
        for index in steps.indices.reversed() where wanted[index] && steps[index].keepsScale {
            for input in steps[index].inputs { wanted[input] = true }
        }
        var groups = Array(steps.indices)
        func root(_ index: Int) -> Int { groups[index] == index ? index : root(groups[index]) }
        for (index, step) in steps.enumerated() where step.keepsScale && wanted[index] {
            for input in step.inputs { groups[root(input)] = root(index) }
        }
        var range: [Int: ActivationRange] = [:]
        for (index, step) in steps.enumerated() where wanted[index] {
            guard let seen = calibration.ranges[step.name] else { continue }
            range[root(index)] = range[root(index)]?.union(seen) ?? seen
        }
        return steps.indices.map { index in
            guard wanted[index], let range = range[root(index)] else { return nil }
            let greatest = max(abs(range.minimum), abs(range.maximum), 1e-12)
            let isSigned = range.minimum < 0
            return Quantization(scale: greatest / (isSigned ? 127 : 255), isSigned: isSigned)
        }
    }
}

extension FusedGraph {
    /// Which steps write the integers that ``quantization(_:)`` describes; the others write floats, which a reader that
    /// computes in integers converts.
    func writesIntegers(_ quantization: [Quantization?]) -> [Bool] {
        var writes = [Bool](repeating: false, count: steps.count)
        for (index, step) in steps.enumerated() where quantization[index] != nil {
            switch step.kernel {
            case .convolution(let convolution, _):
                writes[index] = convolution.groups == 1 && quantization[step.inputs[0]] != nil
            default: writes[index] = step.keepsScale && step.inputs.allSatisfy { writes[$0] }
            }
        }
        return writes
    }
}

extension FusedGraph.Step {
    /// Whether the output has the same values as the inputs, only fewer of them or side by side.
    fileprivate var keepsScale: Bool {
        switch kernel {
        case .operation(.concatenate, _): true
        case .operation(.pool(let pool), _): pool.kind == .max
        default: false
        }
    }
}
