import FaceEngine
import FaceTestSupport
import Testing

/// Compiled training steps against the definitions of their operations.
@Suite struct TrainingProgramTests {
    @Test(arguments: try GoldenOperation.all)
    func `every operation's gradients agree with its definition`(_ golden: GoldenOperation) throws {
        let file = try Golden(golden.name, in: .module)
        let operation = try GoldenOperation.operation(of: file)
        let inputs = try file.inputs
        // The program has one batch size; operands without a batch axis are constants' business.
        guard Set(inputs.map { $0.shape[0] }).count == 1 else { return }
        var net = NetworkBuilder(name: golden.name)
        var ids: [NodeID] = []
        for (place, input) in inputs.enumerated() {
            ids.append(try net.input(Shape(Array(input.shape.dimensions.dropFirst())), name: "input\(place)"))
        }
        let output = try net.add(operation, to: ids, name: "operation")
        let network = net.network(outputs: [output])
        var parameters = Parameters()
        for (role, value) in zip(network.parameters, try file.parameters(of: operation.definition)) {
            parameters[role.name] = Parameter(value)
        }
        try expectAgreement(network, parameters, inputs, mode: .frozen, .reduction)
    }

    @Test(arguments: [TrainingOptions.Statistics.batch(momentum: 0.1), .frozen])
    func `convolution, batch norm, rectifier, pooling and a dense head`(_ mode: TrainingOptions.Statistics) throws {
        var net = NetworkBuilder(name: "chain")
        let image = try net.input([3, 13, 11])
        var x = try net.normalized(image, "a", 16, Window(3, stride: 2))
        x = try net.normalized(x, "b", 32, Window(3, padding: 1))
        x = try net.normalized(x, "c", 32, Window(3, padding: 1))
        x = try net.add(.pool(Pool(.max, window: Window(2, stride: 2))), to: [x], name: "pool")
        x = try net.add(.fullyConnected(FullyConnected(outputs: 8)), to: [x], name: "dense")
        x = try net.add(.batchNorm(BatchNorm()), to: [x], name: "norm")
        x = try net.add(.l2Normalize(L2Normalize()), to: [x], name: "unit")
        try expectAgreement(net.network(outputs: [x]), batch: 5, mode: mode)
    }

    @Test func `branches, residual sums and values read by many`() throws {
        var net = NetworkBuilder(name: "residual")
        let image = try net.input([16, 6, 6])
        let stem = try net.rectified(image, "stem", 32, Window(1))
        let a = try net.normalized(stem, "a", 16, Window(1))
        let b = try net.normalized(stem, "b", 16, Window(3, padding: 1))
        let joined = try net.add(.concatenate(Concatenate()), to: [a, b], name: "joined")
        let up = try net.conv(joined, "up", 32, Window(1))
        let sum = try net.add(.residual(Residual(scale: 0.17)), to: [stem, up], name: "sum")
        let relu = try net.add(.activation(.relu), to: [sum], name: "relu")
        // Read again after the block, and a second sum without a rectifier.
        let next = try net.conv(relu, "next", 32, Window(3, padding: 1))
        let last = try net.add(.residual(Residual(scale: 1)), to: [relu, next], name: "last")
        let other = try net.add(.residual(Residual(scale: 0.5)), to: [last, stem], name: "other")
        let pooled = try net.add(.globalAveragePool(GlobalAveragePool()), to: [other], name: "pooled")
        let dropped = try net.add(.dropout(Dropout(rate: 0.4)), to: [pooled], name: "dropped")
        let dense = try net.add(.fullyConnected(FullyConnected(outputs: 5)), to: [dropped], name: "dense")
        try expectAgreement(net.network(outputs: [dense]), batch: 4, mode: .batch(momentum: 0.1))
    }

    @Test func `channels that fill no block are right too`() throws {
        var net = NetworkBuilder(name: "odd")
        let image = try net.input([3, 9, 7])
        let a = try net.normalized(image, "a", 10, Window(3, padding: 1))
        let b = try net.rectified(image, "b", 7, Window(1))
        let joined = try net.add(.concatenate(Concatenate()), to: [a, b], name: "joined")
        let last = try net.normalized(joined, "last", 5, Window(3))
        let grouped = try net.add(
            .convolution(Convolution(outputs: 10, window: Window(1), groups: 5)),
            to: [last],
            name: "grouped"
        )
        try expectAgreement(net.network(outputs: [grouped]), batch: 3, mode: .batch(momentum: 0.1))
    }

    @Test func `two outputs each hand in a gradient`() throws {
        var net = NetworkBuilder(name: "two")
        let image = try net.input([4, 4, 4])
        let a = try net.rectified(image, "a", 16, Window(3))
        let b = try net.add(.fullyConnected(FullyConnected(outputs: 3)), to: [a], name: "b")
        try expectAgreement(net.network(outputs: [a, b]), batch: 2, mode: .frozen)
    }

    @Test func `activations computed again give the same gradients, in less memory`() throws {
        let network = try deepNetwork()
        let parameters = Parameters(arbitraryFor: network)
        let x = Tensor(arbitrary: [4, 16, 16, 16], seed: 5)
        // Winograd's scratch would be most of the memory of so small a network.
        var options = TrainingOptions(batchSize: 4, allowsWinograd: false)
        let kept = try TrainingProgram(network, parameters: parameters, options: options)
        options.recomputes = true
        let again = try TrainingProgram(network, parameters: parameters, options: options)
        for program in [kept, again] { _ = try program.step([x], seed: 3) }
        #expect(Array(kept.gradients) == Array(again.gradients))
        #expect(Array(kept.statistics) == Array(again.statistics))
        #expect(again.activationByteCount < kept.activationByteCount * 7 / 10)
    }

    @Test func `chunks add up`() throws {
        var net = NetworkBuilder(name: "chunks")
        let image = try net.input([3, 8, 8])
        let conv = try net.rectified(image, "conv", 16, Window(3))
        let dense = try net.add(.fullyConnected(FullyConnected(outputs: 4)), to: [conv], name: "dense")
        let network = net.network(outputs: [dense])
        let parameters = Parameters(arbitraryFor: network)
        let x = Tensor(arbitrary: [6, 3, 8, 8], seed: 1)
        let whole = try TrainingProgram(network, parameters: parameters, options: TrainingOptions(batchSize: 6))
        let parts = try TrainingProgram(network, parameters: parameters, options: TrainingOptions(batchSize: 2))
        _ = try whole.step([x])
        let length = 2 * 3 * 8 * 8
        for chunk in 0..<3 {
            let part = Tensor(Array(x.scalars[chunk * length..<(chunk + 1) * length]), shape: [2, 3, 8, 8])
            // The weights of the scalar follow the place in the whole batch.
            let all = TrainingProgram.slope([6, 4])
            let slope = Tensor(Array(all.scalars[chunk * 8..<(chunk + 1) * 8]), shape: [2, 4])
            _ = try parts.step([part], slopes: [slope])
        }
        let (a, b) = (Tensor(Array(parts.gradients), shape: [whole.layout.count]), Array(whole.gradients))
        expectClose(a, Tensor(b, shape: [whole.layout.count]), .reduction)
    }

    @Test func `the same run twice is the same to the last bit`() throws {
        let network = try deepNetwork()
        let parameters = Parameters(arbitraryFor: network)
        let x = Tensor(arbitrary: [4, 16, 16, 16], seed: 5)
        let options = TrainingOptions(batchSize: 4, precision: .fastest, threads: 2)
        let programs = try (0..<2).map { _ in try TrainingProgram(network, parameters: parameters, options: options) }
        for program in programs { for seed: UInt64 in 0..<3 { _ = try program.step([x], seed: seed) } }
        #expect(Array(programs[0].gradients) == Array(programs[1].gradients))
    }

    @Test func `gradients become final from the last parameter to the first`() throws {
        let network = try deepNetwork()
        let program = try TrainingProgram(
            network,
            parameters: Parameters(arbitraryFor: network),
            options: TrainingOptions(batchSize: 2)
        )
        var offsets: [Int] = []
        var seen: [[Float]] = []
        _ = try program.step([Tensor(arbitrary: [2, 16, 16, 16], seed: 2)]) { offset in
            offsets.append(offset)
            seen.append(Array(program.gradients[offset...]))
        }
        #expect(offsets == offsets.sorted(by: >))
        #expect(offsets.last == 0)
        #expect(offsets.count > 5)
        for (offset, values) in zip(offsets, seen) { #expect(Array(program.gradients[offset...]) == values) }
    }

    @Test func `weights written to are used by the next pass, and load into inference unchanged`() throws {
        let network = try deepNetwork(dropout: 0)
        let program = try TrainingProgram(
            network,
            parameters: Parameters(arbitraryFor: network),
            options: TrainingOptions(batchSize: 2, statistics: .frozen)
        )
        let x = Tensor(arbitrary: [2, 16, 16, 16], seed: 2)
        let before = try program.step([x])[0]
        for index in program.weights.indices { program.weights[index] *= 0.9 }
        program.weightsChanged()
        let after = try program.step([x])[0]
        #expect(before != after)
        let parameters = program.parameters()
        let inference = try InferenceProgram(network, parameters: parameters, options: InferenceOptions(batchSize: 2))
        expectClose(try inference.run([x])[0], after, .network)
    }

    @Test(arguments: [false, true])
    func `frozen layers have no gradients and keep their statistics, and those behind them learn as before`(
        recomputes: Bool
    ) throws {
        let network = try deepNetwork(dropout: 0)
        let parameters = Parameters(arbitraryFor: network)
        let x = Tensor(arbitrary: [4, 16, 16, 16], seed: 2)
        func program(_ frozenCount: Int, _ statistics: TrainingOptions.Statistics) throws -> TrainingProgram {
            try TrainingProgram(
                network,
                parameters: parameters,
                options: TrainingOptions(
                    batchSize: 4,
                    statistics: statistics,
                    frozenCount: frozenCount,
                    recomputes: recomputes
                )
            )
        }
        let whole = try program(0, .frozen)
        let outputs = try whole.step([x])
        #expect(whole.frozenWeights.isEmpty && whole.frozenStatistics.isEmpty)
        for count in [1, network.nodes.count / 2, network.nodes.count - 1] {
            let part = try program(count, .frozen)
            #expect(try part.step([x]) == outputs)
            let frozen = part.frozenWeights
            #expect(part.gradients[frozen].allSatisfy { $0 == 0 })
            #expect(Array(part.gradients[frozen.upperBound...]) == Array(whole.gradients[frozen.upperBound...]))
            let moving = try program(count, .batch(momentum: 0.1))
            let before = Array(moving.statistics)
            _ = try moving.step([x])
            let still = moving.frozenStatistics
            #expect(Array(moving.statistics[still]) == Array(before[still]))
            #expect(zip(moving.statistics, before).dropFirst(still.upperBound).allSatisfy { $0 != $1 })
        }
        #expect(try program(network.nodes.count / 2, .frozen).activationByteCount < whole.activationByteCount)
    }

    @Test func `int8 and weights that do not fit are refused`() throws {
        let network = try deepNetwork()
        #expect(throws: EngineError.self) {
            try TrainingProgram(
                network,
                parameters: Parameters(arbitraryFor: network),
                options: TrainingOptions(batchSize: 1, precision: .int8)
            )
        }
        #expect(throws: EngineError.network(.missingParameter(name: "a.weight"))) {
            try TrainingProgram(network, parameters: Parameters(), options: TrainingOptions(batchSize: 1))
        }
    }

    @Test func `in bf16 gradients point where they do in fp32`() throws {
        guard Precision.fastest == .bf16 else { return }
        let network = try deepNetwork()
        let parameters = Parameters(arbitraryFor: network)
        let x = Tensor(arbitrary: [4, 16, 16, 16], seed: 5)
        let programs = try [Precision.fp32, .bf16].map { precision in
            try TrainingProgram(
                network,
                parameters: parameters,
                options: TrainingOptions(batchSize: 4, precision: precision)
            )
        }
        for program in programs { _ = try program.step([x]) }
        for entry in programs[0].layout.entries {
            let (a, b) = (programs[0].gradients[entry.range], programs[1].gradients[entry.range])
            let dot = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            let norms = [a, b].map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
            // Of a bias before a batch norm nothing but rounding is left.
            guard norms[0] > 1e-3 else { continue }
            #expect(dot / (norms[0] * norms[1]) > 0.97, "\(entry.name): \(dot / (norms[0] * norms[1]))")
        }
    }

    /// Twelve layers with narrow places between them.
    private func deepNetwork(dropout: Float = 0.2) throws -> Network {
        var net = NetworkBuilder(name: "deep")
        var x = try net.input([16, 16, 16])
        for name in ["a", "b", "c", "d", "e", "f"] { x = try net.normalized(x, name, 32, Window(3, padding: 1)) }
        x = try net.add(.globalAveragePool(GlobalAveragePool()), to: [x], name: "pool")
        x = try net.add(.dropout(Dropout(rate: dropout)), to: [x], name: "dropout")
        x = try net.add(.fullyConnected(FullyConnected(outputs: 8)), to: [x], name: "dense")
        return net.network(outputs: [x])
    }
}
