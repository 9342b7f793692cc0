import ArgumentParser
import FaceDetection
import FaceEmbedding
import FaceEvaluation
import FaceGallery
import FaceImaging
import FaceNetworks
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct EvaluateOverlap: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "overlap",
            abstract: "Find people of a test set among those of a training set.",
            discussion: """
                A figure measured on people a network was trained on says little. People are suspects if a photo of theirs is \
                the same file, if their names are the same but for case, accents and the order of the words, or if a face of \
                the one is near a face of the other. Near faces need not be one person's: look at them with --sheet. With \
                --leave-out, the training set's suspects are written down for `data pack --without`.

                A set is a folder of folders, one a person; a manifest (CSV); a folder of packed shards; or with --identities \
                a folder of photos. Prints, tabs between, counts and a line for each pair of people, the nearest first.

                Exits with 0 if nobody is suspect, 1 if somebody is, 2 if a set cannot be read or the model not be used.
                """
        )

        @OptionGroup var source: ReaderOptions

        @Option(help: ArgumentHelp("The training set.", valueName: "set"), completion: .file())
        var training: String

        @Option(
            help: ArgumentHelp("Who is who, if the training set is a folder of photos.", valueName: "file"),
            completion: .file()
        )
        var identities: String?

        @Option(help: ArgumentHelp("The test set.", valueName: "set"), completion: .file())
        var test: String

        @Option(help: ArgumentHelp("Faces up to this squared distance are suspects.", valueName: "distance"))
        var distance: Float = 0.6

        @Option(
            help: ArgumentHelp("Draw suspects side by side: .png, .jpg or .webp.", valueName: "file"),
            completion: .file(extensions: ["png", "jpg", "webp"])
        )
        var sheet: String?

        @Option(help: ArgumentHelp("How many pairs are drawn, the nearest first.", valueName: "n"))
        var count = 60

        @Option(
            help: ArgumentHelp("Write the training set's suspects here, a name a line.", valueName: "file"),
            completion: .file()
        )
        var leaveOut: String?

        @Flag(help: "Print JSON.")
        var json = false

        func validate() throws {
            guard (0...4).contains(distance) else {
                throw ValidationError("The distance is from 0 to 4, not \(distance).")
            }
            guard (1...10_000).contains(count) else {
                throw ValidationError("A sheet has 1 to 10000 pairs, not \(count).")
            }
            if let sheet, ImageEncoding(forPath: sheet) == nil {
                throw ValidationError("The sheet is a .png, .jpg or .webp file, not \(sheet).")
            }
        }

        func run() async throws {
            var isClean = true
            try await reporting {
                let threads = source.model.compute.threadCount
                var trained = try OverlapSet(training, identities: identities, threads: threads)
                var tested = try OverlapSet(test, identities: nil, threads: threads)
                let reader = try await source.reader(choice: .central, samples: tested.files)
                let progress = Progress(total: trained.count + tested.count, unit: "photos")
                try await trained.embed(by: reader, progress: progress)
                try await tested.embed(by: reader, progress: progress)
                progress.finish()
                let report = try report(trained, tested, model: reader)
                if let leaveOut { try write(report.trainingPeople, to: leaveOut) }
                if let sheet { try draw(report.suspects, OverlapSheet(training: trained, test: tested), to: sheet) }
                if json { try Console.printJSON(report) } else { Console.print(report.text) }
                isClean = report.suspects.isEmpty
            }
            if !isClean { throw ExitCode.partly }
        }

        private func report(_ trained: OverlapSet, _ tested: OverlapSet, model: FaceReader) throws(Failure)
            -> OverlapReport
        {
            let check = OverlapCheck(training: trained.photos, test: tested.photos)
            let card = model.embedder.model.card
            let near: [OverlapCheck.Neighbor]
            do throws(GalleryError) {
                near = try check.neighbors(
                    within: distance,
                    model: GalleryModel(model.embedder),
                    threads: source.model.compute.threadCount
                )
            } catch {
                throw Failure(training, error)
            }
            let pairs = Double(trained.people.count) * Double(tested.people.count)
            return OverlapReport(
                model: card.name,
                training: OverlapReport.Side(trained),
                test: OverlapReport.Side(tested),
                squaredDistance: distance,
                strangersExpected: pairs * (card.impostorTail ?? .classic).falseAcceptRate(at: distance),
                suspects: check.suspects(neighbors: near)
            )
        }

        private func write(_ people: [String], to path: String) throws(Failure) {
            let file = try OutputFile(replacing: path)
            try file.append(people.map { $0 + "\n" }.joined())
            try file.commit()
        }

        private func draw(_ suspects: [OverlapSuspect], _ sheet: OverlapSheet, to path: String) throws(Failure) {
            guard let photo = sheet.photo(of: suspects, count: count) else {
                Console.note("\(path): not written, as nobody is to be seen")
                return
            }
            do throws(ImageError) { try photo.write(to: path) } catch { throw Failure(path, error) }
        }
    }
}

extension OverlapCheck {
    /// The training set's faces near each face of the test set, by the exact search of a gallery.
    fileprivate func neighbors(
        within distance: Float,
        model: GalleryModel,
        threads: Int
    ) throws(GalleryError) -> [Neighbor] {
        let people = Dictionary(grouping: training.indices.filter { training[$0].embedding != nil }) {
            training[$0].person
        }
        guard let anybody = training.lazy.compactMap(\.embedding).first else { return [] }
        let snapshot = try GallerySnapshot(
            enrolling: people.sorted { $0.key < $1.key }.map(\.value),
            // Photos without a face are enrolled by nobody.
            of: training.map { $0.embedding ?? anybody },
            model: model,
            threads: threads
        )
        var found: [Neighbor] = []
        for (probe, photo) in test.enumerated() {
            guard let face = photo.embedding else { continue }
            for neighbor in try snapshot.templates(within: distance, of: face) {
                found.append(Neighbor(training: Int(neighbor.template.rawValue), test: probe))
            }
        }
        return found
    }
}
