import ArgumentParser
import FaceEmbedding
import FaceEvaluation
import FaceGallery
import Foundation

extension FaceNet {
    struct BenchmarkGallery: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gallery",
            abstract: "Measure how fast a gallery's file is written, opened and changed.",
            discussion: """
                Makes a gallery of a synthetic crowd, four photos a person, in a folder of its own, which is removed at the end; \
                its disk is part of what is measured. Prints a name and a value a line, a tab between: photos a second in bulk, \
                seconds until a gallery is open and ready to search, bytes of memory a photo, and milliseconds from a photo, or \
                its removal, to a snapshot of it, median and 90th percentile of 100.

                Exits with 0, or 2 if the gallery cannot be written.
                """
        )

        /// How many photos are enrolled at once.
        private static let chunk = 20_000
        private static let changes = 100

        @Option(help: ArgumentHelp("How many photos there are.", valueName: "n"))
        var templates = 1_000_000

        @Option(help: ArgumentHelp("How many coordinates an embedding has.", valueName: "n"))
        var dimension = 128

        @Option(help: ArgumentHelp("Where the gallery is made.", valueName: "folder"), completion: .directory)
        var folder: String?

        func validate() throws {
            guard (1000...10_000_000).contains(templates) else {
                throw ValidationError("There are from 1000 to 10000000 photos.")
            }
            guard (SyntheticCrowd.leastDimension...4096).contains(dimension) else {
                let least = SyntheticCrowd.leastDimension
                throw ValidationError("The dimension is from \(least) to 4096, not \(dimension).")
            }
        }

        func run() async throws {
            try await reporting {
                let place = folder.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory
                let home = place.appending(path: "facenet-\(UUID().uuidString)")
                try Folder.create(home.path)
                defer { try? FileManager.default.removeItem(at: home) }
                let path = home.appending(path: "crowd.facegallery").path
                do throws(GalleryError) {
                    let rate = try fill(path)
                    var figures = try measure(path)
                    figures.append(("photos a second", rate, 0))
                    report(figures)
                } catch {
                    throw Failure(path, error)
                }
            }
        }

        /// Enrolls the crowd in bulk; the time to draw it does not count.
        private func fill(_ path: String) throws(GalleryError) -> Double {
            let fingerprint = ModelFingerprint(bytes: [UInt8](repeating: 0, count: ModelFingerprint.byteCount))
            guard let fingerprint else { preconditionFailure("as many bytes as a fingerprint has") }
            let model = GalleryModel(fingerprint: fingerprint, name: "crowd", dimension: dimension)
            let gallery = try Gallery.create(at: path, model: model)
            let crowd = SyntheticCrowd(dimension: dimension, seed: 1)
            let progress = Progress(total: templates, unit: "photos")
            var time = Duration.zero
            for start in stride(from: 0, to: templates, by: Self.chunk) {
                let people = start / 4..<(start + min(Self.chunk, templates - start) + 3) / 4
                let new = people.map { (name: "person \($0)", templates: [NewTemplate]()) }
                let added = try gallery.enroll(newPeople: new)
                let photos = zip(added, people).flatMap { person, number in
                    (0..<4).map { (person: Optional(person.id), template: NewTemplate(crowd.photo($0, of: number))) }
                }
                let began = ContinuousClock.now
                try gallery.enroll(bulk: photos)
                time += ContinuousClock.now - began
                progress.advance(by: photos.count)
            }
            progress.finish()
            return Double(templates) / (time / .seconds(1))
        }

        /// Opens the gallery anew, and changes it.
        private func measure(_ path: String) throws(GalleryError) -> [(name: String, median: Double, high: Double)] {
            let memory = Self.residentBytes()
            let began = ContinuousClock.now
            let gallery = try Gallery(contentsOf: path)
            let snapshot = try gallery.snapshot()
            let opening = (ContinuousClock.now - began) / .seconds(1)
            let bytes = Double(Self.residentBytes() - memory) / Double(snapshot.count)
            guard let person = try gallery.people(limit: 1).first else { return [] }
            let crowd = SyntheticCrowd(dimension: dimension, seed: 2)
            var (added, removed): ([Double], [Double]) = ([], [])
            for number in 0..<Self.changes {
                let face = NewTemplate(crowd.photo(0, of: number))
                var began = ContinuousClock.now
                let id = try gallery.enroll([face], as: person.id)[0]
                _ = try gallery.snapshot()
                added.append((ContinuousClock.now - began) / .milliseconds(1))
                began = ContinuousClock.now
                try gallery.remove(id)
                _ = try gallery.snapshot()
                removed.append((ContinuousClock.now - began) / .milliseconds(1))
            }
            added.sort()
            removed.sort()
            let (middle, high) = (Self.changes / 2, Self.changes * 9 / 10)
            return [
                ("seconds to open", opening, 0), ("bytes of memory a photo", bytes, 0),
                ("milliseconds to enroll one", added[middle], added[high]),
                ("milliseconds to remove one", removed[middle], removed[high]),
            ]
        }

        /// The memory this process has now.
        private static func residentBytes() -> Int {
            // The second number is pages that are resident.
            let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
            guard let fields, fields.count > 1, let pages = Int(fields[1]) else { return 0 }
            return pages * sysconf(Int32(_SC_PAGESIZE))
        }

        private func report(_ figures: [(name: String, median: Double, high: Double)]) {
            for figure in figures {
                let high = figure.high > 0 ? "\t\(figure.high.formatted(decimals: 2))" : ""
                Console.print("\(figure.name)\t\(figure.median.formatted(decimals: 2))\(high)")
            }
        }
    }
}
