import ArgumentParser
import FaceDetection
import FaceGallery
import FaceRecognition

extension FaceNet {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether two photos show the same person, or a photo somebody of a gallery.",
            discussion: """
                Of each photo the face nearest the middle counts, weighted by size. With --gallery and --person one photo is \
                compared with that person's faces. Prints, tabs between: same or different, \
                the squared distance from 0 to 4, and the threshold. A threshold may be given, or a false accept rate that the \
                model's bundle has an operating point for; without either, the model's for \(PairThreshold.standardRate) or else \
                its strictest decides, or \(PairThreshold.uncalibrated) where it has none. A mask or dark glasses are noticed: a \
                model calibrated for them has a threshold for what the two faces show. Standard error says which it is.

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

        private func verify(_ first: String, _ second: String) async throws -> Bool {
            let reader = try await source.reader(choice: .central, samples: [first, second])
            let verification = try await PhotoVerification(
                first,
                second,
                threshold: threshold,
                far: far,
                by: reader,
                model: source.model.path()
            )
            if threshold == nil { Console.note(verification.explanation) }
            if json { try Console.printJSON(verification.answer) } else { Console.print(verification.line) }
            return verification.answer.same
        }

        private func verify(_ photo: String, is person: String) async throws -> Bool {
            let opened = try gallery.open(isReadOnly: true)
            // Somebody nobody knows is found out before a model is loaded.
            let name = try opened.findPerson(person).name
            let reader = try await source.reader(choice: .all, samples: [photo])
            let recognizer: Recognizer
            do { recognizer = try Recognizer(reader: reader, gallery: opened) } catch {
                throw Failure(opened.path, error)
            }
            let verification = try PersonVerification(
                photo,
                is: name,
                far: far ?? PairThreshold.standardRate,
                by: recognizer
            )
            if let explanation = verification.explanation { Console.note(explanation) }
            if json { try Console.printJSON(verification) } else { Console.print(verification.line) }
            return verification.same
        }
    }
}
