import ArgumentParser
import FacePipeline

/// The options of every command that measures on a folder of photos for each person.
struct LabeledFolderOptions: ParsableArguments {
    @OptionGroup var source: ReaderOptions

    @Option(
        help: ArgumentHelp("Holds a folder of photos for each person.", valueName: "folder"),
        completion: .directory
    )
    var images: String

    @Option(
        help: ArgumentHelp("People who are there under two names: two a line, a tab between.", valueName: "file"),
        completion: .file()
    )
    var aliases: String?

    /// Embeds the face nearest the middle of every photo.
    ///
    /// - Returns: The faces, and the reader that found them.
    /// - Throws: ``Failure`` if there are no photos, the list cannot be read, or the model cannot be used.
    func read() async throws -> (LabeledFaces, FaceReader) {
        try await LabeledFaces.read(images, aliases: LabeledPhotos.aliases(at: aliases), by: source)
    }
}
