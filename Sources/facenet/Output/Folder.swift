import Foundation

/// Folders that results go to.
enum Folder {
    /// Creates a folder and those above it, unless it is there.
    ///
    /// - Throws: ``Failure`` with the system's reason.
    static func create(_ path: String) throws(Failure) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(path, "could not be created: \((error as NSError).localizedDescription)")
        }
    }
}
