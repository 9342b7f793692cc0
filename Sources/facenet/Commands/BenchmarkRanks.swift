import ArgumentParser
import FaceEngine
import FaceNetworks
import FaceTraining
import Foundation

extension FaceNet {
    struct BenchmarkRanks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ranks",
            abstract: "Measure how fast ranks share their gradients, and foretell many.",
            discussion: """
                To be started as `mpirun -n 2 facenet benchmark ranks`, by a facenet built with `--traits MPI`. Sums a \
                network's gradient over the ranks in buckets of several sizes; computes on noise alone, with the sum \
                behind the backward pass, and with the sum beside it; and mines 1,800 embeddings. Then foretells a step \
                on 8, 64 and 512 ranks over networks of stated speed, each rank with --batch images.

                Prints, tabs between, what is measured, median, unit, least, most. One rank prints no sums.

                Exits with 0, or 2 if it cannot be measured.
                """
        )

        @Option(help: ArgumentHelp("Whose gradient.", valueName: "name"))
        var architecture = "inception-resnet-v1"

        @Option(help: "The arithmetic: auto (bf16 where it is native), fp32 or bf16.")
        var precision: PrecisionOption = .auto

        @Option(help: ArgumentHelp("How many threads each rank computes with.", valueName: "n"))
        var threads = 1

        @Option(help: ArgumentHelp("How many images each rank computes in a step.", valueName: "n"))
        var batch = 30

        @Option(help: ArgumentHelp("How many floats a bucket holds.", valueName: "n"))
        var bucket = 1 << 20

        @Option(help: ArgumentHelp("How often each is measured.", valueName: "n"))
        var rounds = 5

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard batch >= 1, bucket >= 1, rounds >= 1 else {
                throw ValidationError("Images, floats and rounds are 1 or more.")
            }
        }

        func run() async throws {
            try await reporting {
                do {
                    let ranks = try Ranks.launched(environment: ProcessInfo.processInfo.environment)
                    try measure(ranks)
                    try ranks.finish()
                } catch let error as RanksError {
                    throw Failure("ranks", error)
                } catch let error as EngineError {
                    throw Failure(architecture, error)
                }
            }
        }

        private func measure(_ ranks: any Communicator) throws {
            guard let known = Architecture.named(architecture) else {
                throw Failure(architecture, "no architecture of that name; see `facenet model inspect --help`")
            }
            let network = try known.network()
            var generator = SeededGenerator(seed: 1)
            let program = try TrainingProgram(
                network,
                parameters: .initialized(for: network, using: &generator),
                options: TrainingOptions(batchSize: batch, precision: precision.resolved, threads: threads)
            )
            let meter = Meter(ranks, rounds: rounds)
            if ranks.size > 1 {
                try sums(program, meter)
            }
            let (compute, backward) = try steps(program, meter)
            let mining = try mine(dimension: program.outputShapes[0][1], meter)
            guard ranks.isLeader else { return }
            foretell(
                RankCost(
                    compute: compute,
                    backward: backward,
                    mining: mining,
                    minedBatch: Self.minedBatch,
                    photos: batch,
                    dimension: program.outputShapes[0][1],
                    gradient: program.layout.count,
                    bucket: bucket,
                    bandwidth: 0,
                    latency: 0
                )
            )
        }

        private static let minedBatch = 1_800

        /// Sums alone.
        private func sums(_ program: TrainingProgram, _ meter: Meter) throws {
            let one = UnsafeMutableBufferPointer(rebasing: program.gradients[..<1])
            try meter.measure("sum of 1 float") {
                for _ in 0..<100 { try meter.ranks.allReduceSum(one) }
                return 100
            }
            let count = program.layout.count
            for size in [1 << 16, 1 << 18, 1 << 20, 1 << 22, count].filter({ $0 <= count }) {
                let reducer = GradientReducer(meter.ranks, bucketSize: size)
                // The sum is checked: ones over all ranks.
                program.gradients.update(repeating: 1)
                try reducer.finish(program.gradients)
                guard program.gradients.allSatisfy({ $0 == Float(meter.ranks.size) }) else {
                    throw Failure("ranks", "a sum over the ranks is wrong")
                }
                try meter.measure("sum of \(count) floats in buckets of \(size)") {
                    try reducer.finish(program.gradients)
                    return 1
                }
                program.zeroGradients()
            }
        }

        /// Steps without sums, with sums behind, and with sums beside the backward pass.
        ///
        /// - Returns: The seconds of a step without sums, and of its backward pass.
        private func steps(_ program: TrainingProgram, _ meter: Meter) throws -> (compute: Double, backward: Double) {
            let input = NoiseBuffer(count: program.inputShapes[0].count)
            let output = NoiseBuffer(count: program.outputShapes[0].count)
            let slope = NoiseBuffer(count: output.floats.count)
            let reducer = GradientReducer(meter.ranks, bucketSize: bucket)
            var optimizer = AdaGrad(count: program.layout.count, undecayed: [])
            var backward = [Double]()
            func step(sums: Bool, beside: Bool) throws -> Int {
                program.zeroGradients()
                try program.forward(inputs: [UnsafeBufferPointer(input.floats)], outputs: [output.floats])
                let start = ContinuousClock.now
                try program.backward(
                    outputGradients: [UnsafeBufferPointer(slope.floats)],
                    gradientsFinal: beside ? { reducer.reduce(program.gradients, from: $0) } : nil
                )
                if !sums { backward.append((.now - start) / .seconds(1)) }
                if sums { try reducer.finish(program.gradients) }
                optimizer.update(
                    program.weights,
                    UnsafeBufferPointer(program.gradients),
                    rate: 1e-4,
                    threads: threads
                )
                program.weightsChanged()
                return 1
            }
            var compute = 0.0
            _ = try step(sums: true, beside: true)
            try meter.take([
                ("step of \(batch) images, no sum", { try step(sums: false, beside: false) }),
                ("step of \(batch) images, sum behind", { try step(sums: true, beside: false) }),
                ("step of \(batch) images, sum beside", { try step(sums: true, beside: true) }),
            ]) { name, median in if name.hasSuffix("no sum") { compute = median } }
            return (compute, backward.sorted()[backward.count / 2])
        }

        /// Mining of a batch as large as the paper's.
        private func mine(dimension: Int, _ meter: Meter) throws -> Double {
            var generator = SeededGenerator(seed: 2)
            var scalars = (0..<Self.minedBatch * dimension).map { _ in Float.random(in: -1...1, using: &generator) }
            for row in 0..<Self.minedBatch {
                let places = row * dimension..<(row + 1) * dimension
                let length = scalars[places].reduce(0) { $0 + $1 * $1 }.squareRoot()
                for place in places { scalars[place] /= length }
            }
            let embeddings = EmbeddingBatch(
                embeddings: Tensor(scalars, shape: [Self.minedBatch, dimension]),
                labels: (0..<Self.minedBatch).map { $0 / 40 }
            )
            return try meter.measure("mining and loss of \(Self.minedBatch) embeddings") {
                do throws(LossError) {
                    _ = try TripletLoss().evaluate(embeddings, threads: threads, using: &generator)
                } catch {
                    throw Failure("mining", error)
                }
                return 1
            }
        }

        private func foretell(_ measured: RankCost) {
            for (gigabits, latency) in [(10.0, 30e-6), (25.0, 15e-6), (100.0, 3e-6)] {
                var cost = measured
                (cost.bandwidth, cost.latency) = (gigabits * 1e9 / 8, latency)
                for ranks in [8, 64, 512] {
                    func milliseconds(_ seconds: Double) -> String { (1000 * seconds).formatted(decimals: 1) }
                    Console.print(
                        [
                            "foretold: \(ranks) ranks, \(Int(gigabits)) Gb/s, \(Int((latency * 1e6).rounded())) us",
                            "sum \(milliseconds(cost.reduction(ranks: ranks))) ms",
                            "not hidden \(milliseconds(cost.exposed(ranks: ranks))) ms",
                            "mining \(milliseconds(cost.mining(ranks: ranks))) ms",
                            "step \(milliseconds(cost.step(ranks: ranks))) ms",
                            "efficiency \((100 * cost.efficiency(ranks: ranks)).formatted(decimals: 1)) %",
                        ].joined(separator: "\t")
                    )
                }
            }
        }
    }
}

/// Measures what all ranks do at once, and has rank 0 print it.
private struct Meter {
    let ranks: any Communicator
    let rounds: Int

    init(_ ranks: any Communicator, rounds: Int) { (self.ranks, self.rounds) = (ranks, rounds) }

    /// Measures one thing; `work` says how often it did it.
    @discardableResult
    func measure(_ name: String, _ work: () throws -> Int) throws -> Double {
        var median = 0.0
        try withoutActuallyEscaping(work) { work in try take([(name, work)]) { median = $1 } }
        return median
    }

    /// Measures several things in turn, so that a busy moment of the machine strikes all of them.
    func take(_ works: [(name: String, work: () throws -> Int)], _ tell: (String, Double) -> Void) throws {
        var seconds = [[Double]](repeating: [], count: works.count)
        for _ in 0..<rounds {
            for (place, (_, work)) in works.enumerated() {
                try ranks.barrier()
                let start = ContinuousClock.now
                let times = try work()
                // The slowest rank counts.
                try ranks.barrier()
                seconds[place].append((.now - start) / .seconds(1) / Double(times))
            }
        }
        for (place, (name, _)) in works.enumerated() {
            let sorted = seconds[place].sorted()
            let median = sorted[sorted.count / 2]
            tell(name, median)
            guard ranks.isLeader else { continue }
            let figures = [median, sorted[0], sorted[sorted.count - 1]].map { (1000 * $0).formatted(decimals: 3) }
            Console.print([name, figures[0], "ms", figures[1], figures[2]].joined(separator: "\t"))
        }
    }
}
