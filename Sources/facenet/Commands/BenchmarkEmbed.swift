import ArgumentParser
import FaceEngine

extension FaceNet {
    struct BenchmarkEmbed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "embed",
            abstract: "Measure how many faces a second the network embeds.",
            discussion: """
                The network alone, from pixels as floats to embeddings. Prints, tabs between: benchmark, precision, threads, \
                batch, median, unit, least, most, rounds, peak memory. --model may also name an architecture, which then \
                has random weights: the arithmetic is the same. int8 is calibrated on noise, which changes no time.

                Exits with 0, or 2 if the model cannot be read or run.
                """
        )

        @OptionGroup var model: ModelOptions

        @Option(help: ArgumentHelp("How many faces are embedded at once.", valueName: "n"))
        var batch = 32

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            guard (1...4096).contains(batch) else {
                throw ValidationError("The batch is from 1 to 4096, not \(batch).")
            }
        }

        func run() async throws {
            try await reporting {
                let path = model.path()
                let program = try compile(path)
                let input = NoiseBuffer(count: program.inputShapes[0].count)
                let output = NoiseBuffer(count: program.outputShapes[0].count)
                let rates = try await rounds.measure {
                    do throws(EngineError) {
                        try program.run(inputs: [UnsafeBufferPointer(input.floats)], outputs: [output.floats])
                    } catch {
                        throw Failure(path, error)
                    }
                    return batch
                }
                guard let rates else { return }
                try rounds.print(
                    RateReport(
                        benchmark: "embed",
                        model: path,
                        precision: program.precision.rawValue,
                        threads: program.options.threads,
                        batch: batch,
                        unit: "images/s",
                        rounds: rates
                    )
                )
            }
        }

        /// Compiles the network; weights as they lie in the file are let go afterwards.
        private func compile(_ path: String) throws(Failure) -> InferenceProgram {
            let (network, parameters) = try model.networkOrArchitecture()
            let precision = model.compute.precision.resolved
            let threads = model.compute.threadCount
            do throws(EngineError) {
                var calibration: Calibration?
                if precision == .int8, let input = network.inputs.first {
                    let noise = NoiseBuffer(count: 4 * network[input].shape.count)
                    calibration = try Calibration(
                        measuring: network,
                        parameters: parameters,
                        on: Tensor(Array(noise.floats), shape: network[input].shape.batched(4)),
                        threads: threads
                    )
                }
                return try InferenceProgram(
                    network,
                    parameters: parameters,
                    options: InferenceOptions(
                        batchSize: batch,
                        precision: precision,
                        threads: threads,
                        calibration: calibration
                    )
                )
            } catch {
                throw Failure(path, error)
            }
        }
    }
}
