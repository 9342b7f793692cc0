import ArgumentParser
import FaceDetection
import FaceEmbedding
import FaceEngine
import FaceGallery
import FaceNetworks
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether two photos show the same person, or a photo somebody of a gallery.",
            discussion: """
                Of each photo the face nearest the middle counts, weighted by size. With --gallery and --person one photo is \
                compared with that person's faces. Prints, tabs between: same or different, \
                the squared distance from 0 to 4, and the threshold. A threshold may be given, or a false accept rate that the \
                model's bundle has an operating point for; without either, the model's strictest operating point decides, or \
                \(VerificationThreshold.uncalibrated) where it has none, and standard error says so.

                Exits with 0 if they do, 1 if they do not, 2 if a photo cannot be read or shows no face, or the model, the \
                detector or the gallery cannot be used.
                """
        )

        @OptionGroup var source: ReaderOptions

        @OptionGroup var gallery: GalleryOptions

        @Option(help: ArgumentHelp("Compare with this person of the gallery: name or alias.", valueName: "name"))
        var person: String?

        @Option(help: ArgumentHelp("Accept at or below this squared distance.", valueName: "distance"))
        var threshold: Float?

        @Option(help: ArgumentHelp("Accept strangers this often, such as 1e-3.", valueName: "rate"))
        var far: Double?

        @Flag(help: "Print the answer as JSON.")
        var json = false

        @Argument(help: "The first photo.", completion: .file())
        var first: String

        @Argument(help: "The second photo, unless a person is named.", completion: .file())
        var second: String?

        func validate() throws {
            guard (person == nil) == (second != nil) else {
                throw ValidationError("Give two photos, or one and a --person of a gallery.")
            }
            if person != nil, threshold != nil {
                throw ValidationError("A person of a gallery is decided by a rate: --far.")
            }
            if person == nil, gallery.gallery != nil {
                throw ValidationError("Say which --person of the gallery the photo is compared with.")
            }
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
                if let person {
                    isSame = try await verify(first, is: person)
                } else if let second {
                    isSame = try await verify(first, second)
                }
            }
            if !isSame { throw ExitCode.partly }
        }

        /// Compares two photos.
        private func verify(_ first: String, _ second: String) async throws -> Bool {
            let reader = try await source.reader(choice: .central, samples: [first, second])
            let model = reader.embedder.model
            let path = try source.model.path()
            let limit = try VerificationThreshold(threshold: threshold, far: far, card: model.card, path: path)
            let (a, b) = try await embeddings(of: first, second, by: reader)
            let distance = a.squaredDistance(to: b) * model.card.distanceScale
            let isSame = distance <= limit.value
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
            return isSame
        }

        /// Compares a photo with a person's faces.
        private func verify(_ photo: String, is person: String) async throws -> Bool {
            let opened = try gallery.open(isReadOnly: true)
            // Somebody nobody knows is found out before a model is loaded.
            let name = try opened.findPerson(person).name
            let reader = try await source.reader(choice: .all, samples: [photo])
            do throws(RecognitionError) {
                let recognizer = try Recognizer(reader: reader, gallery: opened)
                let result = try recognizer.verify(.file(photo), is: name, face: .central, far: far ?? 1e-3)
                    .verification
                let answer = PersonAnswer(photo: photo, name: name, result)
                if result.basis == .standard {
                    Console.note(
                        "threshold: assumed, as neither the model nor the gallery says how near strangers come"
                    )
                }
                if json { Console.print((try? Console.json(answer)) ?? "") } else { Console.print(answer.line) }
                return result.isMatch
            } catch .gallery(let error) {
                throw Failure(opened.path, error)
            } catch {
                throw Failure(photo, error)
            }
        }

        /// Reads both photos side by side.
        private func embeddings(
            of first: String,
            _ second: String,
            by reader: FaceReader
        ) async throws -> (Embedding, Embedding) {
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

private struct PersonAnswer: Encodable {
    var photo: String
    var name: String
    var same: Bool
    var squaredDistance: Float?
    var threshold: Float
    var expectedFAR: Double
    var thresholdSource: String
    var isRejected: Bool

    init(photo: String, name: String, _ result: Verification) {
        self.photo = photo
        self.name = name
        same = result.isMatch
        squaredDistance = result.candidate?.squaredDistance
        threshold = result.threshold
        expectedFAR = result.expectedFAR
        thresholdSource = result.basis.rawValue
        isRejected = result.isRejected
    }

    var line: String {
        let distance = squaredDistance.map { $0.formatted(decimals: 4) } ?? "-"
        return "\(same ? "same" : "different")\t\(distance)\t\(threshold)"
    }
}
