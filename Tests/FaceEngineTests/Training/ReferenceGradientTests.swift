import FaceEngine
import FaceTestSupport
import Testing

/// Every operation's gradients by definition against central differences of its forward definition.
@Suite struct ReferenceGradientTests {
    /// A scalar that depends on every output differently.
    static func weights(_ shape: Shape) -> Tensor {
        Tensor((0..<shape.count).map { Float(($0 * 7 + 3) % 11) / 5 - 1 }, shape: shape)
    }

    static func dot(_ a: Tensor, _ b: Tensor) -> Double {
        zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// Short where a kink may be near; long where rounding is worse than curvature.
    static func step(_ operation: any OperationDefinition, at x: Tensor) -> Float {
        if operation is Pool || operation is Maxout || operation is Activation || operation is PReLU { return 4e-4 }
        return 3e-3 * max(1, x.scalars.reduce(0) { max($0, abs($1)) })
    }

    @Test(arguments: try GoldenOperation.all)
    func `gradients are those of central differences`(_ golden: GoldenOperation) throws {
        let file = try Golden(golden.name, in: .module)
        let operation = try GoldenOperation.operation(of: file).definition
        let (inputs, parameters) = (try file.inputs, try file.parameters(of: operation))
        // Central differences cost two evaluations a scalar.
        guard (inputs + parameters).map(\.shape.count).max() ?? 0 <= 2_000 else { return }
        let weights = Self.weights(operation.evaluateReference(inputs, parameters: parameters).shape)
        let found = operation.referenceGradients(inputs, parameters: parameters, outputGradient: weights)
        let trained = operation.parameters(for: inputs.map { Shape(Array($0.shape.dimensions.dropFirst())) })
        #expect(found.inputs.count == inputs.count)
        #expect(found.parameters.count == trained.count(where: \.isTrained))
        for (place, input) in inputs.enumerated() {
            let expected = numericalGradient(at: input, step: Self.step(operation, at: input)) { x in
                var changed = inputs
                changed[place] = x
                return Self.dot(operation.evaluateReference(changed, parameters: parameters), weights)
            }
            expectClose(found.inputs[place], expected, .gradient)
        }
        for (place, gradient) in found.parameters.enumerated() {
            let expected = numericalGradient(at: parameters[place], step: Self.step(operation, at: parameters[place])) {
                value in
                var changed = parameters
                changed[place] = value
                return Self.dot(operation.evaluateReference(inputs, parameters: changed), weights)
            }
            expectClose(gradient, expected, .gradient)
        }
    }

    @Test func `batch statistics take part in the gradient`() throws {
        let norm = BatchNorm(epsilon: 1e-2)
        let x = Tensor((0..<24).map { Float(($0 * 5) % 13) / 4 - 1 }, shape: [3, 2, 2, 2])
        let gamma = Tensor([1.5, -0.5], shape: [2])
        let beta = Tensor([0.1, 0.2], shape: [2])
        let weights = Self.weights(x.shape)
        func value(_ x: Tensor, _ gamma: Tensor) -> Double {
            let (mean, variance) = BatchNorm.statistics(of: x)
            return Self.dot(norm.evaluateReference([x], parameters: [gamma, beta, mean, variance]), weights)
        }
        let found = norm.batchReferenceGradients(x, gamma: gamma, outputGradient: weights)
        expectClose(found.inputs[0], numericalGradient(at: x) { value($0, gamma) }, .gradient)
        expectClose(found.parameters[0], numericalGradient(at: gamma) { value(x, $0) }, .gradient)
    }

    @Test func `dropout keeps the share it should, and its mask follows from the seed`() {
        let dropout = Dropout(rate: 0.3)
        let (mask, again, other) = (dropout.mask(seed: 1), dropout.mask(seed: 1), dropout.mask(seed: 2))
        let factors = (0..<10_000).map(mask)
        #expect(Set(factors) == [0, 1 / 0.7])
        #expect((2_800...3_200).contains(factors.count { $0 == 0 }))
        #expect(factors == (0..<10_000).map(again))
        #expect(factors != (0..<10_000).map(other))
    }
}
