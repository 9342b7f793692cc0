import FaceImaging
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Folders, listed in the order of their names' bytes.
enum FileTree {
    /// What a photo is called like, in any case.
    static let photoExtensions: Set<String> = ["jpg", "jpeg", "png", "webp", "gif", "heic", "heif", "avif"]

    /// Whether a path is a folder, or a link to one.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Whether a file is called like a photo.
    static func isPhoto(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return photoExtensions.contains(name[dot...].dropFirst().lowercased())
    }

    /// The names in a folder, without those that begin with a dot.
    static func names(in path: String) throws(DataError) -> [String] {
        // Asked of the system first: it says better than Foundation what is wrong.
        guard let folder = opendir(path) else { throw .unreadable(reason: String(cString: strerror(errno))) }
        closedir(folder)
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
                .sorted { $0.bytewisePrecedes($1) }
        } catch {
            throw .unreadable(reason: (error as NSError).localizedDescription)
        }
    }

    /// The photos in a folder and in the folders in it, as paths from there.
    static func photos(in path: String) throws(DataError) -> [String] {
        var photos: [String] = []
        for name in try names(in: path) {
            // Only what is not called like a photo can be a folder: a question less for each photo.
            if isPhoto(name) {
                photos.append(name)
            } else if isFolder("\(path)/\(name)") {
                photos += try self.photos(in: "\(path)/\(name)").map { "\(name)/\($0)" }
            }
        }
        return photos
    }

    /// The bytes of a text file, however long.
    static func text(of path: String) throws(DataError) -> [UInt8] {
        do { return try FileBytes.contents(of: path, limit: .max) } catch { throw .image(error) }
    }
}
