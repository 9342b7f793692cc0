import Foundation

/// The photos that paths name: files as they are, folders as the photos in them.
enum PhotoList {
    /// What a photo in a folder is called like, in any case.
    static let extensions: Set<String> = ["jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif"]

    /// The photos, in the order of the paths; those of a folder, and of the folders in it, in the order of their names.
    ///
    /// Files that begin with a dot are left out. A path that is no folder is kept as it is, so that whoever reads it says
    /// what is wrong with it.
    static func photos(at paths: [String]) -> [String] { paths.flatMap(photos(at:)) }

    /// The same, where a command has nothing to do without any.
    ///
    /// - Throws: ``Failure`` if the paths name no photo: all are folders, and empty of photos.
    static func some(at paths: [String]) throws(Failure) -> [String] {
        let photos = photos(at: paths)
        guard !photos.isEmpty else { throw Failure(paths.joined(separator: ", "), "holds no photos") }
        return photos
    }

    private static func photos(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        let base = path.hasSuffix("/") ? path : path + "/"
        return names.filter { name in
            let parts = name.split(separator: "/")
            guard !parts.contains(where: { $0.hasPrefix(".") }), let last = parts.last,
                let dot = last.lastIndex(of: ".")
            else { return false }
            return extensions.contains(last[dot...].dropFirst().lowercased())
        }.sorted().map { base + $0 }
    }
}
