import ArgumentParser
import FaceEngine
import FaceTraining
import Foundation

extension FaceNet {
    struct BenchmarkMining: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mining",
            abstract: "Measure how fast the triplet loss of a batch is computed.",
            discussion: """
                From embeddings to their gradient: distances, mining, loss. The embeddings are random, as of an untrained \
                network, which is the worst case: nearly every triplet violates the margin. Prints, tabs between: benchmark, \
                precision, threads, batch, median, unit, least, most, rounds, peak memory.

                Exits with 0, or 2 if the loss cannot be computed.
                """
        )

        @Option(help: "Which triplets are trained on.")
        var mining = Mining.semiHard

        @Option(help: "How a triplet's distances become its loss.")
        var form = TripletLoss.Form.hinge

        @Option(help: ArgumentHelp("How many embeddings a batch has.", valueName: "n"))
        var batch = 1800

        @Option(help: ArgumentHelp("How many faces each person has.", valueName: "n"))
        var faces = 40

        @Option(help: ArgumentHelp("How many coordinates an embedding has.", valueName: "n"))
        var dimension = 128

        @Option(help: ArgumentHelp("How many threads compute. (default: one a core)", valueName: "n"))
        var threads: Int?

        @OptionGroup var rounds: RoundOptions

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard (2...20_000).contains(batch) else {
                throw ValidationError("The batch is from 2 to 20000, not \(batch).")
            }
            guard (1...batch).contains(faces) else {
                throw ValidationError("A person has from 1 face to all \(batch), not \(faces).")
            }
            guard (1...4096).contains(dimension) else {
                throw ValidationError("The dimension is from 1 to 4096, not \(dimension).")
            }
        }

        func run() async throws {
            try await reporting {
                let loss = TripletLoss(mining: mining, form: form)
                let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
                let embeddings = randomBatch()
                var step: UInt64 = 0
                let rates = try await rounds.measure {
                    var generator = SeededGenerator(seed: 1, step)
                    step += 1
                    do throws(LossError) {
                        _ = try loss.evaluate(embeddings, threads: threads, using: &generator)
                    } catch {
                        throw Failure("the loss", error.description)
                    }
                    return batch
                }
                guard let rates else { return }
                try rounds.print(
                    RateReport(
                        benchmark: "mining \(mining.rawValue) \(form.rawValue)",
                        model: "random embeddings",
                        precision: Precision.fp32.rawValue,
                        threads: threads,
                        batch: batch,
                        unit: "embeddings/s",
                        rounds: rates
                    )
                )
            }
        }

        /// Unit vectors in all directions, the faces of a person in a row.
        private func randomBatch() -> EmbeddingBatch {
            var generator = SeededGenerator(seed: 1)
            var scalars: [Float] = []
            scalars.reserveCapacity(batch * dimension)
            for _ in 0..<batch {
                // The sum of four is near enough to normal for all directions to be as likely.
                let vector = (0..<dimension).map { _ in
                    (0..<4).reduce(Float(1e-6)) { sum, _ in sum + .random(in: -1...1, using: &generator) }
                }
                let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
                scalars += vector.map { $0 / length }
            }
            return EmbeddingBatch(
                embeddings: Tensor(scalars, shape: [batch, dimension]),
                labels: (0..<batch).map { $0 / faces }
            )
        }
    }
}
