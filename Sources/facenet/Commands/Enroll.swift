import ArgumentParser
import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct Enroll: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add photos of people to a gallery.",
            discussion: """
                Each photo is judged before it enters: whether it shows one face, large, sharp, bare and turned to the camera, \
                whether it is in the gallery already, whether the face is one known by another name, and whether it is like \
                the person's other photos. With --review standard a photo that cannot serve is refused and one that serves \
                badly enters with a warning; strict refuses that too; off asks for a face and no more.

                Prints a line a photo, tabs between: photo, name, what became of it (enrolled, skipped, refused or failed), and \
                advice. --from-folder takes a folder for each person, named after them; begun again, it skips what is in. With \
                --json one object a photo and line.

                Exits with 0 if every photo is in the gallery, 1 if some are not, 2 if the gallery, the model or the detector \
                cannot be used.
                """
        )

        @OptionGroup var source: RecognizerOptions

        @Option(help: ArgumentHelp("Who the photos show. Somebody new if nobody has the name.", valueName: "name"))
        var person: String?

        @Option(
            help: ArgumentHelp("Enroll a folder of photos for each person.", valueName: "folder"),
            completion: .directory
        )
        var fromFolder: String?

        @Option(help: "How strictly photos are judged.")
        var review: EnrollmentReview = .standard

        @Option(
            help: ArgumentHelp(
                """
                Which face of a photo: only (a photo of several is refused), largest, central, or its number from 0. \
                (default: only; with --from-folder: largest)
                """,
                valueName: "face"
            )
        )
        var face: FaceSelection?

        @Flag(help: "Store a small picture of each face in the gallery.")
        var keepCrops = false

        @Option(
            name: .customLong("variant"),
            help: ArgumentHelp(
                """
                Draw this onto each bare face and store that too, such as surgicalMask or sunglasses; may be given again. \
                Goes when its photo goes.
                """,
                valueName: "kind"
            )
        )
        var variants: [Occluder.Kind] = []

        @Option(help: ArgumentHelp("On what ground the person is in the gallery.", valueName: "text"))
        var consent: String?

        @Option(help: ArgumentHelp("The last day the person may be in it, as 2026-12-31.", valueName: "day"))
        var retainUntil: String?

        @Flag(help: "Print JSON, one object a photo and line.")
        var json = false

        @Argument(help: "The photos, or folders of photos of the one person.", completion: .file())
        var photos: [String] = []

        func validate() throws {
            if fromFolder != nil {
                guard person == nil, photos.isEmpty, consent == nil, retainUntil == nil else {
                    throw ValidationError("Give a folder of people, or one person and photos, not both.")
                }
                return
            }
            guard person != nil else { throw ValidationError("Say who it is: --person NAME, or --from-folder DIR.") }
            guard !photos.isEmpty else { throw ValidationError("Name at least one photo.") }
        }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let folder = try fromFolder.map { path throws(Failure) in try Self.people(in: path) }
                let paths = PhotoList.photos(at: photos)
                var recognizer = try await source.recognizer(
                    photos: folder?.people.flatMap { $0.photos.map(\.name) } ?? paths,
                    keepsCrops: keepCrops
                )
                recognizer.coach = EnrollmentCoach(review: review)
                recognizer.variants = variants
                do throws(RecognitionError) {
                    if let folder {
                        isComplete = try await enroll(folder, with: recognizer)
                    } else if let person {
                        let results = try await recognizer.enroll(
                            paths.map(PhotoSource.file),
                            as: person,
                            face: face ?? .only
                        )
                        for result in results { print(result) }
                        isComplete = results.allSatisfy { $0.isEnrolled || $0.isSkipped }
                    }
                } catch {
                    throw Failure(recognizer.gallery.path, error)
                }
                try note(in: recognizer.gallery)
            }
            if !isComplete { throw ExitCode.partly }
        }

        private static func people(in path: String) throws(Failure) -> PeopleFolder {
            do throws(RecognitionError) { return try PeopleFolder(contentsOf: path) } catch {
                throw Failure(path, error)
            }
        }

        /// Enrolls a folder of people, with a bar and a sum at the end.
        private func enroll(_ folder: PeopleFolder, with recognizer: Recognizer) async throws(RecognitionError) -> Bool
        {
            let progress = Progress(total: folder.photoCount, unit: "photos")
            let summary = try await recognizer.enroll(folder, face: face ?? .largest) { results in
                progress.advance(by: results.count)
                progress.finish()
                for result in results { print(result) }
            }
            progress.finish()
            Console.note(
                "\(summary.people) people, \(summary.enrolled) photos enrolled (\(summary.warned) with advice), "
                    + "\(summary.skipped) there already, \(summary.refused) refused, \(summary.failed) failed"
            )
            return summary.refused + summary.failed == 0
        }

        /// Notes on what ground the person is there, if that was said and the person is.
        private func note(in gallery: Gallery) throws(Failure) {
            guard let person, consent != nil || retainUntil != nil else { return }
            try gallery.naming { (gallery) throws(GalleryError) in
                guard let found = try gallery.person(named: person) else { return }
                try gallery.edit(found.id) {
                    if let consent { $0.consent = consent }
                    if let retainUntil { $0.retainUntil = retainUntil }
                }
            }
        }

        private func print(_ result: Enrollment) {
            let record = EnrollmentRecord(result)
            if json {
                // An enrollment has nothing that JSON has no word for.
                Console.print((try? Console.json(record)) ?? "")
            } else {
                Console.print(record.line)
            }
        }
    }
}
