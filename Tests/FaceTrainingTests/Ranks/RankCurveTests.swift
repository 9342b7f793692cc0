import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

/// The same training on one rank and on several: a small network with batch normalization, mined over the whole batch.
@Suite struct RankCurveTests {
    private static let (batch, chunk, dimension, side) = (24, 4, 8, 6)

    private static func network() throws -> Network {
        var net = NetworkBuilder(name: "small")
        let image = try net.input([3, side, side])
        let convolution = Convolution(outputs: 8, window: Window(3), hasBias: false)
        let conv = try net.add(.convolution(convolution), to: [image], name: "conv")
        let norm = try net.add(.batchNorm(BatchNorm()), to: [conv], name: "norm")
        let relu = try net.add(.activation(.relu), to: [norm], name: "relu")
        let dense = try net.add(.fullyConnected(FullyConnected(outputs: dimension)), to: [relu], name: "dense")
        let unit = try net.add(.l2Normalize(L2Normalize()), to: [dense], name: "unit")
        return net.network(outputs: [unit])
    }

    private struct Run: Sendable {
        var losses: [Float] = []
        var weights: [Float] = []
        var statistics: [Float] = []
    }

    /// Six steps of semi-hard triplets and AdaGrad.
    private static func train(_ ranks: any Communicator) throws -> Run {
        let network = try network()
        let program = try TrainingProgram(
            network,
            parameters: .golden(for: network),
            options: TrainingOptions(batchSize: chunk)
        )
        let share = try BatchShare(of: batch, chunk: chunk, for: ranks)
        let reducer = GradientReducer(ranks, bucketSize: 100)
        var statistics = RunningStatistics(ranks, momentum: 0.1)
        var optimizer = AdaGrad(count: program.layout.count)
        let pixels = 3 * side * side
        var run = Run()
        for step in 0..<6 {
            let images = Tensor.golden("images \(step)", [batch, 3, side, side]).scalars
            let labels = (0..<batch).map { $0 % 8 }
            var own = [Float](repeating: 0, count: share.places.count * dimension)
            var all = [Float](repeating: 0, count: batch * dimension)

            func forward(_ number: Int, updatesStatistics: Bool) throws {
                try images.withUnsafeBufferPointer { images in
                    try own.withUnsafeMutableBufferPointer { own in
                        let start = (share.places.lowerBound + number * chunk) * pixels
                        let place = number * chunk * dimension
                        try program.forward(
                            inputs: [.init(rebasing: images[start..<start + chunk * pixels])],
                            outputs: [.init(rebasing: own[place..<place + chunk * dimension])],
                            updatesStatistics: updatesStatistics
                        )
                    }
                }
            }

            statistics.begin(program.statistics)
            for number in 0..<share.chunks.count { try forward(number, updatesStatistics: true) }
            try own.withUnsafeBufferPointer { own in
                try all.withUnsafeMutableBufferPointer { try ranks.allGather(own, into: $0) }
            }
            try statistics.join(program.statistics, chunks: share.chunks.count)

            var generator = FaceTraining.SeededGenerator(seed: 5, UInt64(step))
            let embeddings = EmbeddingBatch(embeddings: Tensor(all, shape: [batch, dimension]), labels: labels)
            let outcome = try TripletLoss().evaluate(embeddings, using: &generator)
            run.losses.append(outcome.loss)

            program.zeroGradients()
            for number in 0..<share.chunks.count {
                try forward(number, updatesStatistics: false)
                let place = (share.places.lowerBound + number * chunk) * dimension
                try outcome.gradient.scalars.withUnsafeBufferPointer { gradient in
                    try program.backward(
                        outputGradients: [.init(rebasing: gradient[place..<place + chunk * dimension])],
                        gradientsFinal: number + 1 < share.chunks.count
                            ? nil : { reducer.reduce(program.gradients, from: $0) }
                    )
                }
            }
            try reducer.finish(program.gradients)
            optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: 0.05, threads: 1)
            program.weightsChanged()
        }
        run.weights = Array(program.weights)
        run.statistics = Array(program.statistics)
        return run
    }

    /// Sums over ranks are made in another order, and six steps carry that on.
    private static let tolerance = Tolerance(absolute: 2e-5, relative: 2e-4)

    private static let alone = Result { try train(LocalCommunicator()) }

    @Test(arguments: [2, 3, 6]) func `the curve of several ranks is that of one`(size: Int) throws {
        let alone = try Self.alone.get()
        #expect(alone.losses.allSatisfy { $0 > 0.01 }, "nothing is learned from")
        #expect(Set(alone.losses).count == 6)
        func tensor(_ floats: [Float]) -> Tensor { Tensor(floats, shape: [floats.count]) }
        let runs = try ThreadRanks.run(size, Self.train)
        for run in runs {
            expectClose(tensor(run.losses), tensor(alone.losses), Self.tolerance)
            expectClose(tensor(run.weights), tensor(alone.weights), Self.tolerance)
            expectClose(tensor(run.statistics), tensor(alone.statistics), Self.tolerance)
            // Among each other they agree to the last bit.
            #expect(run.losses == runs[0].losses && run.weights == runs[0].weights)
            #expect(run.statistics == runs[0].statistics)
        }
    }
}
