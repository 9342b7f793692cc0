import ArgumentParser
import FaceDetection
import FaceGallery
import FacePipeline

extension FaceNet {
    struct Cluster: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Group the faces of photos by person.",
            discussion: """
                Either of photos, or, without any, of the faces in a gallery that nobody has a name for. Prints a line a face, \
                tabs between: group, photo, number of the face, person; a hyphen where there is none. In a gallery groups \
                keep their numbers when photos are added, faces that resemble a known person come to that person as a \
                suggestion (a name with a question mark), and what was confirmed, assigned, split, merged or moved stays \
                so. With any of these, groups are not made anew.

                Exits with 0 if every photo was read and shows a face, 1 if not, 2 if the model, the detector or the gallery \
                cannot be used, or an output cannot be written.
                """
        )

        @OptionGroup var source: ReaderOptions

        @OptionGroup(title: "Grouping") var options: ClusterOptions

        @Option(help: "Which faces of a photo: all, the largest, or the central one by place and size.")
        var faces: FaceChoice = .all

        @OptionGroup var target: GalleryOptions

        @Option(
            help: ArgumentHelp("With a gallery: add these photos, or folders of photos, first.", valueName: "photo"),
            completion: .file()
        )
        var add: [String] = []

        @OptionGroup(title: "In a gallery") var edits: ClusterEdits

        @Option(
            help: ArgumentHelp("Make a folder a group here, with links to its photos.", valueName: "folder"),
            completion: .directory
        )
        var links: String?

        @Option(
            help: ArgumentHelp("Write the groups to this file, with pictures.", valueName: "file"),
            completion: .file()
        )
        var html: String?

        @Option(help: ArgumentHelp("Write the groups to this file, as JSON.", valueName: "file"), completion: .file())
        var json: String?

        @Flag(help: "Take each folder for a person, and print how well groups agree, instead of the faces.")
        var judge = false

        @Argument(help: "The photos, or folders of photos; none to group those of a gallery.", completion: .file())
        var photos: [String] = []

        func validate() throws {
            if !photos.isEmpty, target.gallery != nil {
                throw ValidationError("Give photos or a gallery; --add adds photos to a gallery.")
            }
            if !photos.isEmpty, !edits.isEmpty || !add.isEmpty {
                throw ValidationError("Only groups of a gallery can be edited or added to.")
            }
        }

        func run() async throws {
            var isComplete = true
            try await reporting {
                let grouped = photos.isEmpty ? try await groupGallery() : try await groupPhotos()
                isComplete = grouped.problems.isEmpty
                if !grouped.isExact {
                    Console.note("some faces have more near neighbors than were kept: only the nearest counted")
                }
                if judge {
                    try Console.report(grouped.report().figures, json: false)
                } else {
                    for line in grouped.lines { Console.print(line) }
                }
                Console.note(grouped.summary)
                try await write(grouped)
            }
            if !isComplete { throw ExitCode.partly }
        }

        private func groupPhotos() async throws -> GroupedFaces {
            let paths = try PhotoList.some(at: photos)
            let reader = try await source.reader(choice: faces, samples: paths)
            var grouping = FolderGrouping(
                clusterer: options.clusterer(threads: source.model.compute.threadCount),
                onePerPhoto: options.onePerPhoto,
                minimumSize: options.minimumSize
            )
            let progress = Progress(total: paths.count, unit: "photos", isQuiet: paths.count < 2)
            for await photo in reader.faces(in: paths.map(PhotoSource.file)) {
                progress.advance()
                if let problem = photo.problem { progress.note("\(problem)") }
                grouping.add(photo)
            }
            progress.finish()
            return try grouping.grouped(method: options.name)
        }

        private func groupGallery() async throws -> GroupedFaces {
            let threads = source.model.compute.threadCount
            let gallery = try target.open(threads: threads)
            let grouping = GalleryGrouping(gallery: gallery)
            var problems: [GroupedFaces.Problem] = []
            if !add.isEmpty {
                let paths = try PhotoList.some(at: add)
                problems = try await grouping.add(paths, by: source.reader(choice: faces, samples: paths))
            }
            let clusterer = options.clusterer(threads: threads)
            var isExact = true
            if edits.isEmpty {
                isExact = try gallery.naming { (gallery) throws(GalleryError) in
                    try gallery.groupFaces(
                        with: clusterer,
                        onePerPhoto: options.onePerPhoto,
                        minimumSize: options.minimumSize
                    ).isExact
                }
            } else {
                try edits.apply(to: gallery)
            }
            var grouped = try grouping.grouped(by: options, clusterer, isExact: isExact)
            grouped.problems = problems
            return grouped
        }

        private func write(_ grouped: GroupedFaces) async throws {
            if let json {
                let file = try OutputFile(replacing: json)
                try file.append(Console.json(grouped) + "\n")
                try file.commit()
            }
            if let html {
                let page = ClusterPage(grouped: grouped)
                let threads = source.model.compute.threadCount
                let file = try OutputFile(replacing: html)
                try file.append(page.html(jpegs: try await FaceThumbnails.jpegs(of: page.shown, threads: threads)))
                try file.commit()
            }
            if let links { try ClusterLinks.write(grouped, to: links) }
        }
    }
}
