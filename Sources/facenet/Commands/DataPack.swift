import ArgumentParser
import FaceDetection
import FaceNetworks
import FaceTraining
import Foundation

extension FaceNet {
    struct DataPack: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pack",
            abstract: "Cut the faces out of photos and pack them for training.",
            discussion: """
                A source is a folder of folders, one a person; a CSV file of paths and people, or a folder with such a \
                manifest.csv; or a folder packed before. With --identities it is a folder of photos, and the file says in lines \
                of a photo's name and a person who is who, as identity_CelebA.txt does.

                Of each photo the face nearest the middle counts, weighted by size. With similarity112, landmarks of a \
                manifest are taken as they are; otherwise the detector finds them. Photos with the same bytes are packed once, \
                and not at all if they are under two people. --output receives shards of image files with person, landmarks \
                and hashes, and report.json with everything that was left out and why. It appears whole or not at all.

                Exits with 0 if every photo was packed, 1 if some were left out, 2 if nothing was packed.
                """
        )

        @OptionGroup var detector: DetectorOptions

        @Option(
            help: ArgumentHelp(
                "How a face is cut out: similarity112, margin160(32), tight, or none to keep photos as they are.",
                valueName: "crop"
            )
        )
        var crop: PackedCrop = .template(.similarity112)

        @Option(
            help: ArgumentHelp(
                "The size of a crop: one side, or rows x columns. (default: 112 for similarity112, else 160)",
                valueName: "size"
            )
        )
        var size: ImageSize?

        @Option(help: ArgumentHelp("The JPEG quality of the crops, 1 to 100.", valueName: "quality"))
        var quality = 95

        @Option(
            help: ArgumentHelp("Leave out people of whom fewer faces are packed.", valueName: "n")
        )
        var minimumPhotos = 1

        @Option(
            help: ArgumentHelp(
                "Leave out these people, a name a line; `evaluate overlap` writes it.",
                valueName: "file"
            ),
            completion: .file()
        )
        var without: String?

        @Option(help: ArgumentHelp("Who is who, for a folder of photos.", valueName: "file"), completion: .file())
        var identities: String?

        @Option(help: ArgumentHelp("How large a shard may grow, in megabytes.", valueName: "n"))
        var shardMegabytes = 256

        @Option(help: ArgumentHelp("How many photos are worked on at once. (default: one a core)", valueName: "n"))
        var threads: Int?

        @Option(
            help: ArgumentHelp("The folder to make; it must not exist, or be empty.", valueName: "folder"),
            completion: .directory
        )
        var output: String

        @Argument(help: "Where the photos are.", completion: .file())
        var sources: [String]

        func validate() throws {
            try ComputeOptions.validate(threads: threads)
            guard (1...100).contains(quality) else { throw ValidationError("The quality is 1 to 100, not \(quality).") }
            guard minimumPhotos >= 1 else {
                throw ValidationError("A person has at least one photo, not \(minimumPhotos).")
            }
            guard (1...65_536).contains(shardMegabytes) else {
                throw ValidationError("A shard has 1 to 65536 megabytes, not \(shardMegabytes).")
            }
            if let size, size.rows > 4096 || size.columns > 4096 {
                throw ValidationError("A crop has at most 4096 rows and columns, not \(size).")
            }
        }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
                let folder = try PackedFolder(output)
                let people =
                    try without.map(TextFile.contents)?.split(whereSeparator: \.isNewline).map(String.init) ?? []
                let set = try leavingOut(people, of: dataset(threads: threads))
                let packer = FacePacker(
                    crop: crop,
                    size: size ?? crop.defaultSize,
                    quality: quality,
                    detector: crop.needsDetector(for: set) ? try detector.load(model: nil) : nil
                )
                var packing = Packing(set, packer: packer, detector: detector.detector.rawValue, without: people)
                let writer = ShardWriter(
                    folder: folder.temporary,
                    shardBytes: shardMegabytes << 20,
                    metadata: packing.report.metadata
                )
                try await packing.run(into: writer, minimumPhotos: minimumPhotos, threads: threads)
                try folder.commit(packing.report)
                Console.print(packing.report.summary)
                isComplete = packing.report.problems.isEmpty
            }
            if !isComplete { throw ExitCode.partly }
        }

        /// The set without the people that are to be left out, all of whom it must have: a name it does not have is most
        /// likely misspelled, and would be trained on.
        private func leavingOut(_ people: [String], of set: FaceDataset) throws(Failure) -> FaceDataset {
            guard let without else { return set }
            let known = Set(set.people.map(\.name))
            if let (line, name) = people.enumerated().first(where: { !known.contains($0.element) }) {
                throw Failure(without, "line \(line + 1): nobody of the set is named \(name)")
            }
            let unwanted = Set(people)
            let rest = set.people.filter { !unwanted.contains($0.name) }
            guard !rest.isEmpty else { throw Failure(without, "names everybody of the set") }
            return FaceDataset(
                rest.map { (name: $0.name, samples: Array(set.samples[$0.samples])) },
                report: set.report,
                metadata: set.metadata
            )
        }

        private func dataset(threads: Int) throws(Failure) -> FaceDataset {
            let places = sources.map { path in
                identities.map { DatasetSource.identities(list: $0, folder: path) } ?? DatasetSource(at: path)
            }
            do throws(DataFailure) {
                return try FaceDataset(reading: places, options: FaceDataset.ReadingOptions(threads: threads))
            } catch {
                throw Failure(error.path, error.error)
            }
        }
    }
}
