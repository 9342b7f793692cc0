import ArgumentParser
import FaceGallery
import Foundation

/// The options of every command that opens a gallery.
struct GalleryOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The gallery's file. Otherwise FACENET_GALLERY.", valueName: "file"),
        completion: .file()
    )
    var gallery: String?

    /// The path of the gallery to use.
    ///
    /// - Throws: ``Failure`` if none is named anywhere.
    func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> String {
        if let path = gallery ?? environment["FACENET_GALLERY"], !path.isEmpty { return path }
        throw Failure("--gallery", "no gallery was named: give one, or set FACENET_GALLERY")
    }

    /// Opens the gallery.
    ///
    /// - Throws: ``Failure`` if it is missing, damaged, or none.
    func open(isReadOnly: Bool = false, keepsCrops: Bool = false, threads: Int? = nil) throws(Failure) -> Gallery {
        let path = try path()
        // A command ends sooner than a graph is read: a scan of a million faces takes milliseconds.
        var options = Gallery.Options(isReadOnly: isReadOnly, keepsCrops: keepsCrops, searchIndex: .exact)
        if let threads { options.threads = threads }
        do throws(GalleryError) {
            return try Gallery(contentsOf: path, options: options)
        } catch {
            throw Failure(path, error)
        }
    }
}
