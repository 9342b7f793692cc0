import FaceEngine
import FaceTestSupport
import FaceTraining
import Foundation
import Testing

@Suite struct OptimizerTests {
    /// Each rule by its name in the golden file, with what it was told there.
    static let rules: [String: OptimizerConfiguration] = [
        "adaGrad": .adaGrad(.init(weightDecay: 0.01, initialSum: 0.1, epsilon: 1e-10)),
        "sgd": .sgd(.init(momentum: 0)),
        "momentum": .sgd(.init(momentum: 0.9, isNesterov: false, weightDecay: 0.01)),
        "nesterov": .sgd(.init(momentum: 0.9, isNesterov: true, weightDecay: 0.01)),
        "adamW": .adamW(.init(weightDecay: 0.05)),
    ]

    private func numbers(_ count: Int, seed: UInt64) -> [Float] {
        var generator = Generator(seed: seed)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    @Test(arguments: rules.keys.sorted())
    func `ten steps are PyTorch's, with decay for some of the weights`(name: String) throws {
        let golden = try OptimizerGolden.load()
        let configuration = try #require(Self.rules[name])
        let curve = try #require(golden.curves[name])
        var optimizer = configuration.optimizer(
            count: golden.start.count,
            undecayed: [golden.undecayed..<golden.start.count]
        )
        var weights = golden.start
        for step in curve.indices {
            optimizer.update(&weights, golden.gradients[step], rate: golden.rates[step])
            let shape: Shape = [weights.count]
            expectClose(
                Tensor(weights, shape: shape),
                Tensor(curve[step], shape: shape),
                Tolerance(absolute: 1e-6, relative: 3e-6)
            )
        }
        #expect(curve.count == 10 && optimizer.state.step == 10)
    }

    @Test(arguments: rules.keys.sorted())
    func `a resumed run equals an uninterrupted one bit for bit`(name: String) throws {
        let configuration = try #require(Self.rules[name])
        var whole = configuration.optimizer(count: 50, undecayed: [3..<9])
        var weights = numbers(50, seed: 1)
        for step in 0..<4 as Range<UInt64> { whole.update(&weights, numbers(50, seed: 10 + step), rate: 0.1) }
        var resumed = configuration.optimizer(count: 50, undecayed: [3..<9])
        try resumed.restore(whole.state)
        var others = weights
        for step in 4..<8 as Range<UInt64> {
            whole.update(&weights, numbers(50, seed: 10 + step), rate: 0.1)
            resumed.update(&others, numbers(50, seed: 10 + step), rate: 0.1)
        }
        #expect(weights == others && whole.state == resumed.state)
    }

    @Test(arguments: rules.keys.sorted())
    func `threads change nothing, wherever pieces end`(name: String) throws {
        let configuration = try #require(Self.rules[name])
        let count = 3 * 65_536 + 17
        let undecayed = [65_530..<65_540, 0..<3, count - 1..<count, 65_540..<65_541]
        let gradients = numbers(count, seed: 2)
        let results = [1, 2, 3, 16].map { threads in
            var optimizer = configuration.optimizer(count: count, undecayed: undecayed)
            var weights = numbers(count, seed: 1)
            for _ in 0..<2 { optimizer.update(&weights, gradients, rate: 0.1, threads: threads) }
            return weights
        }
        #expect(results.allSatisfy { $0 == results[0] })
        #expect(results[0] != numbers(count, seed: 1))
    }

    @Test func `the state of another rule or size is refused`() throws {
        var optimizer = OptimizerConfiguration.adamW(.init()).optimizer(count: 5)
        for other in [OptimizerConfiguration.adamW(.init()).optimizer(count: 6), SGD(count: 5), AdaGrad(count: 5)] {
            #expect(throws: OptimizerError.self) { try optimizer.restore(other.state) }
        }
        let error = OptimizerError.otherState(expected: ["sums": 5], actual: [:])
        #expect(error.description == "the optimizer's state holds nothing, but sums of 5 is needed")
    }

    @Test func `biases and the like are found by their shape`() {
        let layout = ParameterLayout([
            ParameterRole("a.weight", [2, 3]), ParameterRole("a.bias", [2]), ParameterRole("b.gamma", [4]),
        ])
        #expect(layout.vectors == [6..<8, 8..<12])
    }

    @Test func `a head's own weights are moved downhill`() throws {
        var generator = Generator(seed: 1)
        let random = EmbeddingBatch.random(faces: [6, 6, 6])
        let batch = EmbeddingBatch(embeddings: random.embeddings, labels: random.labels.map { ($0 + 7) / 10 })
        var objective = Objective(.softmax(.init()), dimension: 6, classes: 3, using: &generator)
        var optimizer = OptimizerConfiguration.sgd(.init()).optimizer(
            count: objective.parameters.layout.count,
            undecayed: objective.parameters.layout.vectors
        )
        var losses: [Float] = []
        for _ in 0..<60 {
            objective.parameters.zeroGradients()
            losses.append(try objective.evaluate(batch, using: &generator).loss)
            optimizer.update(&objective.parameters, rate: 0.5)
        }
        #expect(losses[59] < losses[0] / 3, "\(losses[0]) to \(losses[59])")
    }

    @Test(arguments: Array(rules.values))
    func `a configuration survives a file`(configuration: OptimizerConfiguration) throws {
        let data = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(OptimizerConfiguration.self, from: data) == configuration)
    }

    @Test(arguments: [
        #"{"kind": "adam"}"#, #"{"kind": "sgd", "momentum": 1}"#, #"{"kind": "sgd", "beta1": 0.9}"#,
        #"{"kind": "adaGrad", "weightDecay": -1}"#, #"{"kind": "adamW", "epsilon": 0}"#,
    ])
    func `nonsense is refused`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(OptimizerConfiguration.self, from: Data(text.utf8))
        }
    }
}
