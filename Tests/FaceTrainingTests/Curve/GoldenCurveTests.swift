import FaceEngine
import FaceTestSupport
import FaceTraining
import Foundation
import Testing

@testable import FaceNetworks

/// Ten steps of training, step for step against PyTorch: network, loss, backward pass, optimizer, running statistics.
///
/// `Scripts/make-curve-golden.py` makes the figures.
@Suite struct GoldenCurveTests {
    /// A loss of ten steps in 32 bits, each step through the rounding of all before it.
    static let tolerance = Tolerance(absolute: 2e-4, relative: 1e-3)

    @Test func `triplet loss and AdaGrad`() throws {
        var run = try CurveRun()
        var optimizer = AdaGrad(
            count: run.program.layout.count,
            options: AdaGrad.Options(initialSum: 0.1, epsilon: 1e-10)
        )
        let loss = TripletLoss(margin: 0.2, mining: .batchAll, reduction: .mean)
        var generator = FaceTestSupport.SeededGenerator(seed: 1)
        let losses = try run.train { batch in
            let outcome = try loss.evaluate(batch, using: &generator)
            return (outcome.loss, outcome.gradient)
        } update: { program in
            optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: 0.02, threads: 1)
        }
        try run.expect(losses, "triplet")
    }

    @Test func `softmax and SGD`() throws {
        var run = try CurveRun()
        var generator = FaceTestSupport.SeededGenerator(seed: 1)
        var head = SoftmaxHead(
            classes: CurveRun.people,
            dimension: CurveRun.dimension,
            options: SoftmaxHead.Options(hasBias: false),
            using: &generator
        )
        head.parameters.values = Tensor.golden("head", [CurveRun.people, CurveRun.dimension]).scalars
        let options = SGD.Options(momentum: 0.9, isNesterov: true)
        var optimizer = SGD(count: run.program.layout.count, options: options)
        var headOptimizer = SGD(count: head.parameters.values.count, options: options)
        let losses = try run.train { batch in
            head.parameters.zeroGradients()
            let outcome = try head.evaluate(batch)
            headOptimizer.update(&head.parameters, rate: 0.1)
            return (outcome.loss, outcome.gradient)
        } update: { program in
            optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: 0.1, threads: 1)
        }
        try run.expect(losses, "softmax")
    }
}

/// The network, the faces and the figures of `make-curve-golden.py`.
private struct CurveRun {
    static let (people, faces, size, dimension, steps) = (4, 3, 16, 8, 10)
    let program: TrainingProgram

    private struct Figures: Decodable {
        var losses: [Float]
        var norms: [String: Float]
    }

    init() throws {
        var net = NetworkBuilder(name: "curve")
        let image = try net.input([3, Self.size, Self.size])
        let stem = try net.addConvolution(
            16,
            Window(3, stride: 2, padding: 1),
            to: image,
            normalization: .batch,
            name: "stem"
        )
        let block = InceptionBlock(8, 8, 16, 4, 8, .max(8))
        let joined = try block(stem, in: &net, normalization: .batch, name: "inceptiona")
        let mean = try net.add(.globalAveragePool(GlobalAveragePool()), to: [joined], name: "pool")
        let dense = FullyConnected(outputs: Self.dimension, hasBias: false)
        let embedding = try net.add(.fullyConnected(dense), to: [mean], name: "embedding")
        let unit = try net.add(.l2Normalize(L2Normalize()), to: [embedding], name: "normalize")
        let network = net.network(outputs: [unit])
        program = try TrainingProgram(
            network,
            parameters: .golden(for: network),
            options: TrainingOptions(batchSize: Self.people * Self.faces, statistics: .batch(momentum: 0.1))
        )
    }

    /// What is a person's own and what is a photo's, half and half.
    private func images(_ step: Int) -> [Float] {
        let count = 3 * Self.size * Self.size
        let own = (0..<Self.people).map { Tensor.golden("person\($0)", [count]).scalars }
        let photos = Tensor.golden("photo\(step)", [Self.people * Self.faces * count]).scalars
        return photos.indices.map { 0.5 * own[$0 / count / Self.faces][$0 % count] + 0.5 * photos[$0] }
    }

    mutating func train(
        loss: (EmbeddingBatch) throws -> (Float, Tensor),
        update: (TrainingProgram) -> Void
    ) throws -> [Float] {
        let shape = program.outputShapes[0]
        let (input, output, slope) = (
            UnsafeMutableBufferPointer<Float>.allocate(capacity: program.inputShapes[0].count),
            UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.count),
            UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.count)
        )
        defer { for buffer in [input, output, slope] { buffer.deallocate() } }
        let labels = (0..<shape[0]).map { $0 / Self.faces }
        return try (0..<Self.steps).map { step in
            _ = input.update(from: images(step))
            try program.forward(inputs: [UnsafeBufferPointer(input)], outputs: [output])
            let embeddings = Tensor(Array(output), shape: shape)
            let (value, gradient) = try loss(EmbeddingBatch(embeddings: embeddings, labels: labels))
            _ = slope.update(from: gradient.scalars)
            program.zeroGradients()
            try program.backward(outputGradients: [UnsafeBufferPointer(slope)])
            update(program)
            program.weightsChanged()
            return value
        }
    }

    func expect(_ losses: [Float], _ kind: String) throws {
        let url = Bundle.module.bundleURL.appending(path: "Golden/network-curves.json")
        struct Both: Decodable { var triplet, softmax: Figures }
        let both = try JSONDecoder().decode(Both.self, from: Data(contentsOf: url))
        let figures = kind == "triplet" ? both.triplet : both.softmax
        expectClose(
            Tensor(losses, shape: [losses.count]),
            Tensor(figures.losses, shape: [Self.steps]),
            GoldenCurveTests.tolerance
        )
        let parameters = program.parameters()
        for (name, norm) in figures.norms {
            let scalars = try #require(parameters[name]).tensor.scalars
            let actual = scalars.reduce(0) { $0 + $1 * $1 }.squareRoot()
            expectClose(Tensor([actual], shape: [1]), Tensor([norm], shape: [1]), GoldenCurveTests.tolerance)
        }
    }
}
