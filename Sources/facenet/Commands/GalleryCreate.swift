import ArgumentParser
import FaceGallery
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct GalleryCreate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make an empty gallery for a model.",
            discussion: """
                The gallery remembers the model's fingerprint and takes no other model's embeddings. A file that is there \
                already is left alone.

                With a key, what measures or shows faces is encrypted: embeddings, their codes, crops. Names, notes and the \
                record are not: encrypt the disk for these. `head -c 32 /dev/urandom > people.key` makes a key.

                Exits with 0, or 2 if the model cannot be read or the file cannot be made.
                """
        )

        @OptionGroup var source: GalleryOptions

        @OptionGroup var model: ModelFileOptions

        @Option(help: ArgumentHelp("What the gallery is for, in a sentence.", valueName: "text"))
        var note = ""

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await reporting {
                let path = try source.path()
                let options = Gallery.Options(key: try source.key())
                let model = GalleryModel(Embedder(try model.load()))
                let gallery: Gallery
                do throws(GalleryError) {
                    gallery = try Gallery.create(at: path, model: model, note: note, options: options)
                } catch {
                    throw Failure(path, error)
                }
                try GallerySummary(gallery).print(json: json)
            }
        }
    }
}
