import ArgumentParser
import FaceGallery

extension FaceNet {
    struct GalleryRotateKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-key",
            abstract: "Encrypt a gallery, with another key or for the first time, or decrypt it.",
            discussion: """
                Embeddings, their codes, and crops are encrypted; names, notes and the record are not. `--key-file` is the \
                key until now, and is left out for a gallery that is not encrypted. `head -c 32 /dev/urandom > people.key` \
                makes a key. Whoever loses it loses the faces.

                Exports and backups stay as they are, and are printed. Programs that have the gallery open have to open it \
                anew.

                Exits with 0; 1 if it is done, but something of before is left in the file until the gallery is opened next; 2 \
                if it cannot be done, and nothing is changed then.
                """
        )

        @OptionGroup var source: GalleryOptions

        @Option(
            help: ArgumentHelp("The key from now on: 32 bytes, hexadecimal or base64.", valueName: "file"),
            completion: .file()
        )
        var newKeyFile: String?

        @Flag(help: "Let the gallery be encrypted no more.")
        var decrypt = false

        func validate() throws {
            guard (newKeyFile != nil) != decrypt else {
                throw ValidationError("Give either --new-key-file or --decrypt.")
            }
        }

        func run() async throws {
            var isErased = true
            try await reporting {
                let key = try newKeyFile.map { path throws(Failure) in try GalleryKey(file: path) }
                let gallery = try source.open()
                let rotation = try gallery.naming { (gallery) throws(GalleryError) in try gallery.rotateKey(to: key) }
                for copy in rotation.copies { Console.print(copy.path) }
                if !rotation.copies.isEmpty { Console.note("these copies of people are as they were") }
                isErased = rotation.isErased
                if !isErased { Console.note("something of before is left in the file until it is opened next") }
            }
            if !isErased { throw ExitCode.partly }
        }
    }
}
