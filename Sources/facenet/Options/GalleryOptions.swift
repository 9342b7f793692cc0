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

    @Option(
        help: ArgumentHelp(
            "The key of an encrypted gallery: 32 bytes, hexadecimal or base64. Otherwise FACENET_GALLERY_KEY_FILE.",
            valueName: "file"
        ),
        completion: .file()
    )
    var keyFile: String?

    /// The path of the gallery to use.
    ///
    /// - Throws: ``Failure`` if none is named anywhere.
    func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> String {
        if let path = gallery ?? environment["FACENET_GALLERY"], !path.isEmpty { return path }
        throw Failure("--gallery", "no gallery was named: give one, or set FACENET_GALLERY")
    }

    /// The key the gallery is encrypted with; `nil` if none is named anywhere.
    ///
    /// - Throws: ``Failure`` if its file cannot be read, or holds no key.
    func key(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Failure) -> GalleryKey? {
        guard let path = keyFile ?? environment["FACENET_GALLERY_KEY_FILE"], !path.isEmpty else { return nil }
        return try GalleryKey(file: path)
    }

    /// Opens the gallery.
    ///
    /// - Throws: ``Failure`` if it is missing, damaged, none, or encrypted with another key.
    func open(isReadOnly: Bool = false, keepsCrops: Bool = false, threads: Int? = nil) throws(Failure) -> Gallery {
        let path = try path()
        // A command ends sooner than a graph is read: a scan of a million faces takes milliseconds.
        let key = try key()
        var options = Gallery.Options(isReadOnly: isReadOnly, keepsCrops: keepsCrops, key: key, searchIndex: .exact)
        if let threads { options.threads = threads }
        do throws(GalleryError) {
            return try Gallery(contentsOf: path, options: options)
        } catch {
            throw Failure(path, error)
        }
    }
}

extension GalleryKey {
    /// Reads a key from a file.
    ///
    /// - Throws: ``Failure`` naming the file if it cannot be read, or holds no key.
    init(file path: String) throws(Failure) {
        do throws(GalleryError) {
            self = try GalleryKey(contentsOf: path)
        } catch {
            throw Failure(path, error)
        }
    }
}
