public import ArgumentParser
public import FaceDetection
import FacePipeline

extension FaceChoice: ExpressibleByArgument {}

extension FaceNet {
    struct Embed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn the faces of photos into embeddings.",
            discussion: """
                csv: a line a face: photo, number of the face from 0, score, x, y, width, height of the box, then the embedding.
                json: an object a photo and line.
                npy: the embeddings as a matrix for NumPy, a row a face. With --output, standard output lists which row is \
                which face: row, photo, number of the face, tabs between.

                A folder stands for the photos in it, in the order of their names. An output file appears once it is whole.

                Exits with 0 if every photo was read and shows a face, 1 if not, 2 if the model or the detector cannot be used \
                or the output cannot be written.
                """
        )

        @OptionGroup var source: ReaderOptions

        @Option(help: "Which faces of a photo: all, the largest, or the central one by place and size.")
        var faces: FaceChoice = .all

        @Option(help: "How embeddings are written.")
        var format: EmbeddingFormat = .csv

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"),
            completion: .file()
        )
        var output: String?

        @OptionGroup var occlusion: OcclusionOptions

        @Flag(help: "The same as --format json.")
        var json = false

        @Argument(help: "The photos, or folders of photos.", completion: .file())
        var photos: [String]

        func run() async throws {
            var isComplete = true
            try await reporting {
                let paths = try PhotoList.some(at: photos)
                var reader = try await source.reader(choice: faces, samples: paths)
                reader.options.retouch = occlusion.retouch
                var writer = try EmbeddingWriter(
                    json ? .json : format,
                    embedder: reader.embedder,
                    path: output
                )
                let progress = Progress(total: paths.count, unit: "photos", isQuiet: paths.count < 2)
                for await photo in reader.faces(in: paths.map(PhotoSource.file)) {
                    progress.advance()
                    if let problem = photo.problem {
                        progress.note("\(problem)")
                        isComplete = false
                    }
                    try writer.write(photo)
                }
                progress.finish()
                try writer.finish()
            }
            if !isComplete { throw ExitCode.partly }
        }
    }
}
