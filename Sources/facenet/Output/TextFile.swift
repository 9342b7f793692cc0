import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Text read as a whole.
enum TextFile {
    /// The last part of a path.
    static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// The text of a file, in UTF-8.
    ///
    /// - Throws: ``Failure`` with the system's reason.
    static func contents(of path: String) throws(Failure) -> String {
        guard access(path, R_OK) == 0 else {
            throw Failure(path, "could not be read: \(String(cString: strerror(errno)))")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(path, "could not be read: it is not a file")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw Failure(path, "is not text in UTF-8") }
        return text
    }
}
