import FaceEngine
import FaceTestSupport
import Foundation
import Testing

@testable import FaceNetworks

/// Training passes of whole blocks and networks against PyTorch's autograd.
///
/// `Scripts/make-gradient-golden.py` makes the files: 64 scalars of each gradient and its norm.
@Suite(.serialized) struct GoldenGradientTests {
    @Test(arguments: [
        ("3a", InceptionBlock(64, 96, 128, 16, 32, .max(32)), Architecture.Normalization.localResponse),
        ("3a", InceptionBlock(64, 96, 128, 16, 32, .max(32)), .batch),
        ("3b", InceptionBlock(64, 96, 128, 32, 64, .l2(64)), .localResponse),
        ("3c", InceptionBlock(0, 128, 256, 32, 64, .max, stride: 2), .batch),
    ])
    func `a whole Inception block`(
        _ name: String,
        _ block: InceptionBlock,
        _ normalization: Architecture.Normalization
    ) throws {
        let golden = try Golden("Gradients/block-\(name)\(normalization == .batch ? "-bn" : "")", in: .module)
        let shape = try golden.integers("shape")
        var builder = NetworkBuilder(name: name)
        let input = try builder.input(Shape(Array(shape.dropFirst())), name: "input")
        let output = try block(input, in: &builder, normalization: normalization, name: "inception\(name)")
        try expectGolden(builder.network(outputs: [output]), golden, allowsWinograd: true)
    }

    @Test(arguments: [("nn4", false), ("nn4", true), ("nn4-bn", false), ("nn4-bn", true)])
    func `a network of NN4's size`(_ name: String, allowsWinograd: Bool) throws {
        let golden = try Golden("Gradients/\(name)", in: .module)
        try expectGolden(#require(Architecture.named(name)).network(), golden, allowsWinograd: allowsWinograd)
    }

    @Test(arguments: ["nn4"])
    func `in bf16 every gradient has PyTorch's norm, nearly`(_ name: String) throws {
        guard Precision.fastest == .bf16 else { return print("skipped: this CPU has no bf16") }
        let golden = try Golden("Gradients/\(name)", in: .module)
        let network = try #require(Architecture.named(name)).network()
        let program = try run(network, golden, precision: .bf16).program
        for entry in program.layout.entries {
            let expected = try golden.tensor("\(entry.name).norm").scalars[0]
            #expect(abs(program.norm(of: entry) / expected - 1) < 0.15, "\(entry.name)")
        }
    }

    // MARK: One pass

    private func run(
        _ network: Network,
        _ golden: Golden,
        precision: Precision = .fp32,
        allowsWinograd: Bool = true
    ) throws -> (program: TrainingProgram, output: Tensor, inputGradient: Tensor) {
        let shape = Shape(try golden.integers("shape"))
        let options = TrainingOptions(
            batchSize: shape[0],
            precision: precision,
            threads: 2,
            statistics: .batch(momentum: try golden.float("momentum")),
            computesInputGradients: true,
            allowsWinograd: allowsWinograd
        )
        let program = try TrainingProgram(network, parameters: .golden(for: network), options: options)
        let slope = Tensor(
            (0..<program.outputShapes[0].count).map { Float(($0 * 7 + 3) % 11) / 5 - 1 },
            shape: program.outputShapes[0]
        )
        let input = Tensor.golden("input", shape)
        let places = [shape, slope.shape, slope.shape, shape].map {
            UnsafeMutableBufferPointer<Float>.allocate(capacity: $0.count)
        }
        defer { for place in places { place.deallocate() } }
        _ = places[0].initialize(from: input.scalars)
        _ = places[2].initialize(from: slope.scalars)
        try program.forward(inputs: [UnsafeBufferPointer(places[0])], outputs: [places[1]])
        try program.backward(outputGradients: [UnsafeBufferPointer(places[2])], inputGradients: [places[3]])
        return (program, Tensor(Array(places[1]), shape: slope.shape), Tensor(Array(places[3]), shape: shape))
    }

    private func expectGolden(_ network: Network, _ golden: Golden, allowsWinograd: Bool) throws {
        let (program, output, inputGradient) = try run(network, golden, allowsWinograd: allowsWinograd)
        // Winograd's transform rounds a few times as much as the sum of products.
        let factor: Float = allowsWinograd ? 40 : 10
        expectClose(output.spaced, try golden.tensor("output"), .network)
        try expectGradient(inputGradient, golden, "input", factor)
        for entry in program.layout.entries {
            let gradient = Tensor(Array(program.gradients[entry.range]), shape: entry.shape)
            try expectGradient(gradient, golden, entry.name, factor)
        }
        for entry in program.statisticsLayout.entries {
            let statistic = Tensor(Array(program.statistics[entry.range]), shape: entry.shape)
            expectClose(statistic.spaced, try golden.tensor("\(entry.name).running"), .network)
        }
    }

    /// The error is measured as a share of the gradient's size, and may be a few times PyTorch's own in 32 bits.
    private func expectGradient(_ actual: Tensor, _ golden: Golden, _ name: String, _ factor: Float) throws {
        let (norm, rounding) = try (golden.tensor("\(name).norm").scalars[0], golden.tensor("\(name).norm").scalars[1])
        let expected = try golden.tensor("\(name).gradient")
        let size = norm / Float(actual.shape.count).squareRoot()
        let differences = zip(actual.spaced.scalars, expected.scalars).map { ($0 - $1) / size }
        let error = (differences.reduce(0) { $0 + $1 * $1 } / Float(differences.count)).squareRoot()
        #expect(error < max(5e-4, factor * rounding), "\(name): \(error), PyTorch's own is \(rounding)")
    }
}

extension TrainingProgram {
    fileprivate func norm(of entry: ParameterLayout.Entry) -> Float {
        gradients[entry.range].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}

extension Tensor {
    /// 64 scalars, evenly spaced, or all if there are fewer.
    fileprivate var spaced: Tensor {
        let step = max(1, shape.count / 64)
        let values = stride(from: 0, to: shape.count, by: step).prefix(64).map { scalars[$0] }
        return Tensor(values, shape: [values.count])
    }
}
