import ArgumentParser
import FaceDetection
import FaceEmbedding
import FaceEngine
import FaceNetworks
import FacePipeline

extension FaceNet {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether two photos show the same person.",
            discussion: """
                Of each photo the face nearest the middle counts, weighted by size. Prints, tabs between: same or different, \
                the squared distance from 0 to 4, and the threshold. A threshold may be given, or a false accept rate that the \
                model's bundle has an operating point for; without either, the model's strictest operating point decides, or \
                \(VerificationThreshold.uncalibrated) where it has none, and standard error says so.

                Exits with 0 if they do, 1 if they do not, 2 if a photo cannot be read or shows no face, or the model or the \
                detector cannot be used.
                """
        )

        @OptionGroup var source: ReaderOptions

        @Option(help: ArgumentHelp("Accept at or below this squared distance.", valueName: "distance"))
        var threshold: Float?

        @Option(help: ArgumentHelp("Accept strangers this often, such as 1e-3.", valueName: "rate"))
        var far: Double?

        @Flag(help: "Print the answer as JSON.")
        var json = false

        @Argument(help: "The first photo.", completion: .file())
        var first: String

        @Argument(help: "The second photo.", completion: .file())
        var second: String

        func validate() throws {
            if let threshold, !(0...4).contains(threshold) {
                throw ValidationError("The threshold is from 0 to 4, not \(threshold).")
            }
            if let far, !(far > 0 && far <= 1) {
                throw ValidationError("The false accept rate is above 0 and at most 1, not \(far).")
            }
            if threshold != nil, far != nil {
                throw ValidationError("Give a threshold or a false accept rate, not both.")
            }
        }

        func run() async throws {
            var isSame = false
            try await reporting {
                let reader = try await source.reader(choice: .central, samples: [first, second])
                let model = reader.embedder.model
                let path = try source.model.path()
                let limit = try VerificationThreshold(threshold: threshold, far: far, card: model.card, path: path)
                let (a, b) = try await embeddings(by: reader)
                let distance = a.squaredDistance(to: b) * model.card.distanceScale
                isSame = distance <= limit.value
                if threshold == nil { Console.note(limit.explanation) }
                let answer = Answer(
                    same: isSame,
                    squaredDistance: distance,
                    threshold: limit.value,
                    thresholdSource: limit.source,
                    precision: reader.embedder.options.precision.rawValue,
                    model: path
                )
                if json {
                    try Console.printJSON(answer)
                } else {
                    let word = isSame ? "same" : "different"
                    Console.print("\(word)\t\(distance.formatted(decimals: 4))\t\(limit.value)")
                }
            }
            if !isSame { throw ExitCode.partly }
        }

        /// Reads both photos side by side.
        private func embeddings(by reader: FaceReader) async throws -> (Embedding, Embedding) {
            async let a = embedding(of: first, by: reader)
            async let b = embedding(of: second, by: reader)
            return try await (a, b)
        }

        @concurrent
        private func embedding(of path: String, by reader: FaceReader) async throws -> Embedding {
            do throws(PipelineError) {
                if let face = try await reader.faces(in: path).first { return face.embedding }
            } catch {
                throw Failure(path, error)
            }
            throw Failure(path, "no face was found")
        }
    }
}

private struct Answer: Encodable {
    var same: Bool
    var squaredDistance: Float
    var threshold: Float
    var thresholdSource: VerificationThreshold.Source
    var precision: String
    var model: String
}
