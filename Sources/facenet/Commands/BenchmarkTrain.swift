import ArgumentParser
import FaceEngine
import FaceNetworks
import FaceTraining

extension FaceNet {
    struct BenchmarkTrain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "train",
            abstract: "Measure how many images a second a network is trained on.",
            discussion: """
                Whole steps on noise: the weights packed, forward, a gradient for every embedding, backward, and AdaGrad's \
                update. Without data, mining and loss, which `facenet benchmark mining` measures. Prints, tabs between: \
                benchmark, precision, threads, batch, median, unit, least, most, rounds, peak memory. The network has \
                random weights.

                Exits with 0, or 2 if the network cannot be trained so.
                """
        )

        @Option(help: ArgumentHelp("Which network.", valueName: "name"))
        var architecture = "inception-resnet-v1"

        @Option(help: "The arithmetic: auto (bf16 where it is native), fp32 or bf16.")
        var precision: PrecisionOption = .auto

        @Option(help: ArgumentHelp("How many threads compute.", valueName: "n"))
        var threads = 2

        @Option(help: ArgumentHelp("How many images one pass takes.", valueName: "n"))
        var batch = 30

        @Option(
            help: ArgumentHelp(
                "How many images a step takes, in passes of --batch; by default one pass.",
                valueName: "n"
            )
        )
        var step: Int?

        @Flag(help: "Drop activations, and compute them again in the backward pass.")
        var recompute = false

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard (1...4096).contains(batch) else {
                throw ValidationError("The batch is from 1 to 4096, not \(batch).")
            }
            if let step, step < batch || step % batch != 0 {
                throw ValidationError("A step of \(step) images is no number of batches of \(batch).")
            }
        }

        func run() async throws {
            try await reporting {
                let program = try compile()
                let (inputs, outputs) = (program.inputShapes[0].count, program.outputShapes[0].count)
                let (input, output, slope) = (
                    NoiseBuffer(count: inputs), NoiseBuffer(count: outputs), NoiseBuffer(count: outputs)
                )
                var optimizer = AdaGrad(count: program.layout.count, undecayed: [])
                let passes = (step ?? batch) / batch
                let rates = try await rounds.measure {
                    do throws(EngineError) {
                        program.zeroGradients()
                        // As a mining batch is trained: forward for all, then forward and backward, pass by pass.
                        for _ in 0..<(passes > 1 ? passes : 0) { try forward(program, input, output, updates: false) }
                        for _ in 0..<passes {
                            try forward(program, input, output, updates: true)
                            try program.backward(outputGradients: [UnsafeBufferPointer(slope.floats)])
                        }
                    } catch {
                        throw Failure(architecture, error)
                    }
                    let gradients = UnsafeBufferPointer(program.gradients)
                    optimizer.update(program.weights, gradients, rate: 1e-4, threads: threads)
                    program.weightsChanged()
                    return passes * batch
                }
                guard let rates else { return }
                try rounds.print(
                    RateReport(
                        benchmark: "train",
                        model: architecture,
                        precision: program.options.precision.rawValue,
                        threads: threads,
                        batch: batch,
                        unit: "images/s",
                        rounds: rates
                    )
                )
            }
        }

        private func forward(
            _ program: TrainingProgram,
            _ input: NoiseBuffer,
            _ output: NoiseBuffer,
            updates: Bool
        ) throws(EngineError) {
            try program.forward(
                inputs: [UnsafeBufferPointer(input.floats)],
                outputs: [output.floats],
                updatesStatistics: updates
            )
        }

        private func compile() throws(Failure) -> TrainingProgram {
            guard let known = Architecture.named(architecture) else {
                throw Failure(architecture, "no architecture of that name; see `facenet model inspect --help`")
            }
            do {
                let network = try known.network()
                var generator = SeededGenerator(seed: 1)
                return try TrainingProgram(
                    network,
                    parameters: .initialized(for: network, using: &generator),
                    options: TrainingOptions(
                        batchSize: batch,
                        precision: precision.resolved,
                        threads: threads,
                        recomputes: recompute
                    )
                )
            } catch {
                throw Failure(architecture, "\(error)")
            }
        }
    }
}
