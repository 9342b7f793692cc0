import FaceEngine
import Testing

/// Compiled programs against the definitions of their operations.
@Suite struct InferenceProgramTests {
    @Test(arguments: [1, 3])
    func `a chain with folded batch norm agrees with the definition`(batch: Int) throws {
        var net = NetworkBuilder(name: "chain")
        let image = try net.input([3, 13, 11])
        let conv1 = try net.conv(image, "conv1", 16, Window(3, stride: 2), hasBias: false)
        let norm1 = try net.add(.batchNorm(BatchNorm()), to: [conv1], name: "norm1")
        let relu1 = try net.add(.activation(.relu), to: [norm1], name: "relu1")
        let pool = try net.add(.pool(Pool(.max, window: Window(2, stride: 2))), to: [relu1], name: "pool")
        let dense = try net.add(.fullyConnected(FullyConnected(outputs: 8)), to: [pool], name: "dense")
        let norm2 = try net.add(.batchNorm(BatchNorm()), to: [dense], name: "norm2")
        let unit = try net.add(.l2Normalize(L2Normalize()), to: [norm2], name: "unit")
        try expectAgreement(net.network(outputs: [unit]), batch: batch)
    }

    @Test func `branches write into their slices of a concatenation`() throws {
        var net = NetworkBuilder(name: "branches")
        let image = try net.input([16, 9, 9])
        let a = try net.rectified(image, "a", 32, Window(1))
        let b = try net.rectified(image, "b", 16, Window(3, padding: 1))
        let pool = try net.add(.pool(Pool(.max, window: Window(3, padding: 1))), to: [image], name: "pool")
        let joined = try net.add(.concatenate(Concatenate()), to: [a, b, pool], name: "joined")
        let last = try net.rectified(joined, "last", 16, Window(1))
        let network = net.network(outputs: [last])
        try expectAgreement(network, batch: 2)
        let parameters = Parameters(arbitraryFor: network)
        let program = try InferenceProgram(network, parameters: parameters, options: InferenceOptions(batchSize: 2))
        #expect(!program.steps.contains { $0.name.hasSuffix("copy") }, "\(program.steps.map(\.name))")
    }

    @Test func `slices of which one is no multiple of the block are all copied, and right in bf16`() throws {
        guard Precision.fastest == .bf16 else { return }
        var net = NetworkBuilder(name: "mixed")
        let image = try net.input([16, 7, 7])
        let parts = [
            try net.rectified(image, "a", 16, Window(1)), try net.rectified(image, "b", 24, Window(3, padding: 1)),
            try net.rectified(image, "c", 16, Window(1)),
        ]
        let joined = try net.add(.concatenate(Concatenate()), to: parts, name: "joined")
        let last = try net.rectified(joined, "last", 16, Window(1))
        let network = net.network(outputs: [last])
        let parameters = Parameters(arbitraryFor: network)
        let program = try InferenceProgram(
            network,
            parameters: parameters,
            options: InferenceOptions(precision: .bf16)
        )
        let input = Tensor(arbitrary: [1, 16, 7, 7], seed: 7)
        let expected = try network.evaluateReference([input], parameters: parameters)[0]
        expectNear(try program.run([input])[0], expected, 0.02)
    }

    @Test func `a slice that is not a multiple of the block is copied, and right`() throws {
        var net = NetworkBuilder(name: "odd")
        let image = try net.input([3, 7, 5])
        let a = try net.rectified(image, "a", 10, Window(1))
        let b = try net.rectified(image, "b", 7, Window(3, padding: 1))
        let joined = try net.add(.concatenate(Concatenate()), to: [a, b], name: "joined")
        let last = try net.rectified(joined, "last", 5, Window(1))
        try expectAgreement(net.network(outputs: [last, joined]), batch: 2)
    }

    @Test func `a tensor may be added to itself, scaled`() throws {
        var net = NetworkBuilder(name: "itself")
        let stem = try net.rectified(net.input([16, 8, 8]), "stem", 16, Window(1))
        let sum = try net.add(.residual(Residual(scale: 0.5)), to: [stem, stem], name: "sum")
        try expectAgreement(net.network(outputs: [sum]), batch: 2)
    }

    @Test(arguments: [Precision.fp32, .bf16])
    func `slopes and few-channeled norms have fast kernels`(_ precision: Precision) throws {
        guard precision != .bf16 || Precision.fastest == .bf16 else { return }
        for channels in [8, 10, 32] {
            var net = NetworkBuilder(name: "slopes")
            let conv = try net.conv(net.input([16, 9, 9]), "conv", channels, Window(3))
            let slopes = try net.add(.prelu(PReLU()), to: [conv], name: "slopes")
            let norm = try net.add(.localResponseNorm(LocalResponseNorm()), to: [slopes], name: "norm")
            let network = net.network(outputs: [norm])
            try expectAgreement(network, batch: 2, precision, precision == .bf16 ? 2e-2 : 1e-4)
            // Older instruction sets do have references among them, and so may other processors.
            guard Precision.fastest == .bf16 else { continue }
            let options = InferenceOptions(batchSize: 2, precision: precision)
            let parameters = Parameters(arbitraryFor: network)
            let program = try InferenceProgram(network, parameters: parameters, options: options)
            let slow = program.steps.filter(\.isReference)
            #expect(slow.isEmpty, "\(slow.map { "\($0.name): \($0.kernel)" })")
        }
    }

    @Test(arguments: [0.17, 1] as [Float], [true, false])
    func `a residual is added on the way out of its branch`(scale: Float, isReadLater: Bool) throws {
        var net = NetworkBuilder(name: "residual")
        let image = try net.input([16, 8, 8])
        let stem = try net.rectified(image, "stem", 32, Window(1))
        let branch = try net.rectified(stem, "branch", 16, Window(3, padding: 1))
        let up = try net.conv(branch, "up", 32, Window(1))
        let sum = try net.add(.residual(Residual(scale: scale)), to: [stem, up], name: "sum")
        var last = try net.add(.activation(.relu), to: [sum], name: "relu")
        if isReadLater {
            last = try net.add(.residual(Residual(scale: 0.5)), to: [last, stem], name: "later")
        }
        try expectAgreement(net.network(outputs: [last]), batch: 2)
    }

    @Test func `a convolution may add its own input`() throws {
        var net = NetworkBuilder(name: "own")
        let stem = try net.rectified(net.input([16, 8, 8]), "stem", 16, Window(1))
        let branch = try net.conv(stem, "branch", 16, Window(3, padding: 1))
        let sum = try net.add(.residual(Residual(scale: 0.5)), to: [stem, branch], name: "sum")
        try expectAgreement(net.network(outputs: [sum]), batch: 2)
    }

    @Test(
        arguments: [
            .activation(.relu), .activation(.leakyReLU(slope: 0.1)), .activation(.clip(minimum: -0.5, maximum: 0.5)),
            .activation(.sigmoid), .prelu(PReLU()), .batchNorm(BatchNorm()), .localResponseNorm(LocalResponseNorm()),
            .pool(Pool(.max, window: Window(3, stride: 2))),
            .pool(Pool(.max, window: Window(2, stride: 2).roundingUp(over: [16, 9, 9]))),
            .pool(Pool(.average(countsBorder: true), window: Window(3, padding: 1))),
            .pool(Pool(.average(countsBorder: false), window: Window(3, padding: 1))),
            .pool(Pool(.l2, window: Window(3, padding: 1))), .globalAveragePool(GlobalAveragePool()),
            .maxout(Maxout()), .softmax(Softmax()), .l2Normalize(L2Normalize()), .resize(Resize(rows: 2, columns: 2)),
            .transpose(Transpose([1, 2, 0])), .transpose(Transpose([2, 1, 0])), .reshape(Reshape([144, 9])),
            .fullyConnected(FullyConnected(outputs: 5)), .dropout(Dropout(rate: 0.4)),
            .convolution(Convolution(outputs: 16, window: Window(3, padding: 1), groups: 16)),
            .convolution(Convolution(outputs: 32, window: Window(3), groups: 2)),
            .convolution(Convolution(outputs: 8, window: Window(rows: 1, columns: 7, left: 3, right: 3))),
            .convolution(
                Convolution(outputs: 8, window: Window(rows: 3, columns: 3, rowDilation: 2, columnDilation: 2))
            ),
        ] as [FaceEngine.Operation]
    )
    func `an operation agrees with its definition, alone and behind a convolution`(
        _ operation: FaceEngine.Operation
    ) throws {
        var alone = NetworkBuilder(name: "alone")
        let image = try alone.input([16, 9, 9])
        let last = try alone.add(operation, to: [image], name: "tested")
        try expectAgreement(alone.network(outputs: [last]), batch: 2)
        var behind = NetworkBuilder(name: "behind")
        let conv = try behind.conv(behind.input([16, 9, 9]), "conv", 16, Window(1))
        let end = try behind.add(operation, to: [conv], name: "tested")
        try expectAgreement(behind.network(outputs: [end]), batch: 2)
    }

    @Test(arguments: Elementwise.Kind.allCases)
    func `arithmetic on two tensors agrees with its definition`(_ kind: Elementwise.Kind) throws {
        for shape in [[16, 4, 4], [16, 1, 1], [1]] as [Shape] {
            var net = NetworkBuilder(name: "arithmetic")
            let a = try net.rectified(net.input([16, 4, 4]), "a", 16, Window(1))
            let b = try net.add(.constant(Constant(shape: shape)), to: [], name: "b")
            let last = try net.add(.elementwise(Elementwise(kind)), to: [a, b], name: "last")
            try expectAgreement(net.network(outputs: [last]), batch: 2)
        }
    }

    @Test func `a program runs from many tasks at once`() async throws {
        var net = NetworkBuilder(name: "shared")
        let conv = try net.rectified(net.input([16, 8, 8]), "conv", 16, Window(3, padding: 1))
        let network = net.network(outputs: [conv])
        let parameters = Parameters(arbitraryFor: network)
        let program = try InferenceProgram(network, parameters: parameters)
        let inputs = (0..<16).map { Tensor(arbitrary: [1, 16, 8, 8], seed: UInt64($0)) }
        let expected = try inputs.map { try network.evaluateReference([$0], parameters: parameters)[0] }
        try await withThrowingTaskGroup(of: (Int, Tensor).self) { group in
            for round in 0..<64 {
                let input = inputs[round % 16]
                group.addTask { (round % 16, try program.run([input])[0]) }
            }
            for try await (index, result) in group { expectNear(result, expected[index]) }
        }
    }

    @Test(arguments: [Precision.bf16, .int8])
    func `a lower precision stays near the definition`(_ precision: Precision) throws {
        guard precision != .bf16 || Precision.fastest == .bf16 else { return }
        var net = NetworkBuilder(name: "lower")
        let image = try net.input([3, 20, 20])
        let stem = try net.rectified(image, "stem", 32, Window(3, stride: 2))
        let a = try net.rectified(stem, "a", 16, Window(1))
        let b = try net.rectified(stem, "b", 16, Window(3, padding: 1))
        let joined = try net.add(.concatenate(Concatenate()), to: [a, b], name: "joined")
        let up = try net.conv(joined, "up", 32, Window(1))
        let sum = try net.add(.residual(Residual(scale: 0.3)), to: [stem, up], name: "sum")
        let relu = try net.add(.activation(.relu), to: [sum], name: "relu")
        let pool = try net.add(.pool(Pool(.max, window: Window(3, stride: 2))), to: [relu], name: "pool")
        let last = try net.conv(pool, "last", 32, Window(1))
        let mean = try net.add(.globalAveragePool(GlobalAveragePool()), to: [last], name: "mean")
        let dense = try net.add(.fullyConnected(FullyConnected(outputs: 64)), to: [mean], name: "dense")
        let unit = try net.add(.l2Normalize(L2Normalize()), to: [dense], name: "unit")
        let network = net.network(outputs: [unit])
        let parameters = Parameters(arbitraryFor: network)
        let samples = Tensor(arbitrary: [8, 3, 20, 20], seed: 3)
        let options = InferenceOptions(
            batchSize: 8,
            precision: precision,
            calibration: try Calibration(measuring: network, parameters: parameters, on: samples)
        )
        let program = try InferenceProgram(network, parameters: parameters, options: options)
        #expect(program.precision == precision)
        let references = program.steps.filter(\.isReference)
        #expect(references.isEmpty)
        let expected = try network.evaluateReference([samples], parameters: parameters)[0]
        let actual = try program.run([samples])[0]
        for n in 0..<8 {
            let cosine = (0..<64).reduce(Float(0)) { $0 + actual.scalars[n * 64 + $1] * expected.scalars[n * 64 + $1] }
            #expect(cosine >= 0.999, "example \(n) in \(precision)")
        }
    }

    @Test func `ranges that are joined hold what either saw`() {
        func range(_ minimum: Float, _ maximum: Float) -> ActivationRange {
            ActivationRange(minimum: minimum, maximum: maximum)
        }
        var joined = Calibration(ranges: ["a": range(0, 2), "b": range(-1, 1)])
        joined.formUnion(Calibration(ranges: ["a": range(-3, 1), "c": range(4, 5)]))
        #expect(joined.ranges == ["a": range(-3, 2), "b": range(-1, 1), "c": range(4, 5)])
    }

    @Test func `int8 loses no more of a signed input than its bits hold`() throws {
        var net = NetworkBuilder(name: "signed")
        let conv = try net.conv(net.input([3, 24, 24]), "conv", 32, Window(3, padding: 1))
        let network = net.network(outputs: [conv])
        let parameters = Parameters(arbitraryFor: network)
        let samples = Tensor(arbitrary: [4, 3, 24, 24], seed: 5)
        let options = InferenceOptions(
            batchSize: 4,
            precision: .int8,
            calibration: try Calibration(measuring: network, parameters: parameters, on: samples)
        )
        let actual = try InferenceProgram(network, parameters: parameters, options: options).run([samples])[0]
        let expected = try network.evaluateReference([samples], parameters: parameters)[0]
        var (error, signal) = (Float(0), Float(0))
        for (one, other) in zip(actual.scalars, expected.scalars) {
            error += (one - other) * (one - other)
            signal += other * other
        }
        // Weights of 7 bits and pixels of 8 give 0.009, weights of 6 bits 0.017.
        #expect((error / signal).squareRoot() < 0.012)
    }

    @Test func `int8 without a calibration is refused`() throws {
        var net = NetworkBuilder(name: "small")
        let conv = try net.conv(net.input([3, 4, 4]), "conv", 4, Window(1))
        let network = net.network(outputs: [conv])
        #expect(throws: EngineError.notCalibrated) {
            _ = try InferenceProgram(
                network,
                parameters: Parameters(arbitraryFor: network),
                options: InferenceOptions(precision: .int8)
            )
        }
    }

    @Test func `an input of another shape is refused`() throws {
        var net = NetworkBuilder(name: "small")
        let image = try net.input([3, 4, 4])
        let conv = try net.conv(image, "conv", 4, Window(1))
        let network = net.network(outputs: [conv])
        let program = try InferenceProgram(network, parameters: Parameters(arbitraryFor: network))
        #expect(throws: EngineError.inputMismatch(expected: [[1, 3, 4, 4]], actual: [[1, 4, 4, 3]])) {
            try program.run([Tensor(zeros: [1, 4, 4, 3])])
        }
    }

    @Test func `a missing parameter is named`() throws {
        var net = NetworkBuilder(name: "small")
        let conv = try net.conv(net.input([3, 4, 4]), "conv", 4, Window(1))
        let network = net.network(outputs: [conv])
        #expect(throws: EngineError.network(.missingParameter(name: "conv.weight"))) {
            try InferenceProgram(network, parameters: Parameters())
        }
    }
}

// MARK: Helpers

extension NetworkBuilder {
    mutating func conv(
        _ input: NodeID,
        _ name: String,
        _ outputs: Int,
        _ window: Window,
        hasBias: Bool = true
    ) throws -> NodeID {
        let convolution = Convolution(outputs: outputs, window: window, hasBias: hasBias)
        return try add(.convolution(convolution), to: [input], name: name)
    }

    mutating func rectified(_ input: NodeID, _ name: String, _ outputs: Int, _ window: Window) throws -> NodeID {
        try add(.activation(.relu), to: [conv(input, name, outputs, window)], name: "\(name).relu")
    }
}

extension Tensor {
    /// Scalars in -1..<1 that look random and are the same every time.
    init(arbitrary shape: Shape, seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1
        let scalars = (0..<shape.count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
        }
        self.init(scalars, shape: shape)
    }
}

extension Parameters {
    /// Weights that keep activations near one; variances are positive.
    init(arbitraryFor network: Network) {
        self.init()
        for (seed, role) in network.parameters.enumerated() {
            var tensor = Tensor(arbitrary: role.shape, seed: UInt64(seed + 100))
            let fanIn = Float(max(1, role.shape.dimensions.dropFirst().reduce(1, *)))
            if role.name.hasSuffix("weight") { tensor.scalars = tensor.scalars.map { $0 * (3 / fanIn).squareRoot() } }
            if role.name.hasSuffix("variance") { tensor.scalars = tensor.scalars.map { 1 + 0.5 * $0 } }
            if role.name.hasSuffix("value") { tensor.scalars = tensor.scalars.map { 2 + $0 } }
            self[role.name] = Parameter(tensor)
        }
    }
}

func expectNear(
    _ actual: Tensor,
    _ expected: Tensor,
    _ tolerance: Float = 1e-4,
    _ at: SourceLocation = #_sourceLocation
) {
    #expect(actual.shape == expected.shape, sourceLocation: at)
    guard actual.shape == expected.shape else { return }
    let worst = zip(actual.scalars, expected.scalars).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    #expect(worst <= tolerance, "worst difference \(worst)", sourceLocation: at)
}

func expectAgreement(
    _ network: Network,
    batch: Int,
    _ precision: Precision = .fp32,
    _ tolerance: Float = 1e-4,
    _ at: SourceLocation = #_sourceLocation
) throws {
    let parameters = Parameters(arbitraryFor: network)
    let inputs = network.inputs.map { Tensor(arbitrary: network[$0].shape.batched(batch), seed: 7) }
    let expected = try network.evaluateReference(inputs, parameters: parameters)
    let program = try InferenceProgram(
        network,
        parameters: parameters,
        options: InferenceOptions(batchSize: batch, precision: precision, threads: 2)
    )
    for (actual, expected) in zip(try program.run(inputs), expected) { expectNear(actual, expected, tolerance, at) }
    let references = program.steps.filter(\.isReference)
    if !references.isEmpty {
        print("\(network.name): reference kernels \(references.map { "\($0.name) \($0.kernel)" })")
    }
}
