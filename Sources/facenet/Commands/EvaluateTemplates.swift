import ArgumentParser
import FaceEvaluation
import FaceReport
import Foundation

extension FaceNet {
    struct EvaluateTemplates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "templates",
            abstract: "Measure verification of people by several photos each, as IJB does.",
            discussion: """
                Templates are a table (CSV) with columns `template`, `subject`, `media` and `image`, a row an image, relative \
                to --images. A template's images are averaged by medium, so that a long video does not outweigh a photo, then \
                over media, and made a unit vector. Pairs are a table with columns `first` and `second`, which name templates; \
                whether they are the same person follows from the subjects.

                Images without a detected face are left out; of a template without any face the middles of its images count. \
                Prints what `evaluate pairs` does. Exits with 0, or 2 if an image or a list cannot be read, or the model or \
                the detector cannot be used.
                """
        )

        @OptionGroup var options: PairProtocolOptions

        @Option(
            help: ArgumentHelp("The folder that images are relative to.", valueName: "folder"),
            completion: .directory
        )
        var images: String

        @Option(
            help: ArgumentHelp("The images of each template.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv"])
        )
        var templates: String

        @Option(
            help: ArgumentHelp("The pairs of templates.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv"])
        )
        var pairs: String

        func validate() throws {
            if options.page.thumbnails { throw ValidationError("Pairs of templates have no --thumbnails.") }
        }

        func run() async throws {
            try await reporting {
                let (known, list) = try lists()
                try options.page.check()
                // Templates that no pair names need no embedding.
                let named = Set(list.images)
                let used = known.templates.filter { named.contains($0.id) }
                let collections = used.map { Array($0.media.joined()) }
                let reader = try await options.reader(samples: collections.joined().map { "\(images)/\($0)" })
                let faces = try await CollectedFaces(collections, in: images, by: reader, options: options)
                var features: [String: [Float]] = [:]
                for template in used {
                    guard let feature = template.feature(faces.features) else {
                        throw Failure(templates, "line \(template.line): template \(template.id) has no mean")
                    }
                    features[template.id] = feature
                }
                let distances: [Double]
                do throws(EvaluationError) {
                    distances = try LFWProtocol().distances(of: list, features: features).map(\.distance)
                } catch {
                    throw Failure(pairs, error)
                }
                let subjects = Dictionary(uniqueKeysWithValues: used.map { ($0.id, $0.subject) })
                let measurement = PairMeasurement(
                    title: "Templates of \(TextFile.name(of: templates))",
                    run: try options.run(
                        reader,
                        dataset: TextFile.name(of: images),
                        hashes: faces.hashes,
                        lists: [templates, pairs],
                        folds: list.folds.count
                    ),
                    list: list,
                    distances: distances,
                    people: list.pairs.map { (subjects[$0.first] ?? "", subjects[$0.second] ?? "") },
                    undetected: faces.undetected,
                    rates: options.rates,
                    notes: faces.notes("templates")
                )
                try await options.show(measurement, list: pairs) { _ in nil }
            }
        }

        private func lists() throws(Failure) -> (TemplateList, PairList) {
            let (templateText, pairText) = (try TextFile.contents(of: templates), try TextFile.contents(of: pairs))
            let known: TemplateList
            do throws(EvaluationError) { known = try TemplateList(csv: templateText) } catch {
                throw Failure(templates, error)
            }
            let missing = known.images.filter { !FileManager.default.fileExists(atPath: "\(images)/\($0)") }
            if let first = missing.first {
                let others = missing.count > 1 ? ", nor are \(missing.count - 1) others" : ""
                throw Failure(templates, "line \(known.line(of: first) ?? 1): \(first) is not in \(images)\(others)")
            }
            do throws(EvaluationError) { return (known, try known.pairs(csv: pairText)) } catch {
                throw Failure(pairs, error)
            }
        }
    }
}
