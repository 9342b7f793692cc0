import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A folder that appears once everything is in it, and is gone if it never is, by a signal too.
final class PackedFolder {
    /// Where files go meanwhile.
    let temporary: String

    private let path: String
    private var isCommitted = false

    /// Makes a folder beside `path`, which must not exist, or be an empty folder.
    init(_ path: String) throws(Failure) {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard names?.isEmpty ?? !FileManager.default.fileExists(atPath: path) else {
            throw Failure(path, "is there already, and not an empty folder")
        }
        self.path = path
        temporary = "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
        guard mkdir(temporary, 0o777) == 0 else {
            isCommitted = true
            throw Failure(path, "could not be made: \(String(cString: strerror(errno)))")
        }
        Interruption.removes(temporary)
    }

    deinit {
        if !isCommitted { try? FileManager.default.removeItem(atPath: temporary) }
        Interruption.keeps(temporary)
    }

    /// Adds the report, and gives the folder its name.
    func commit(_ report: PackReport) throws {
        let file = try OutputFile(replacing: "\(temporary)/report.json")
        try file.append(Console.json(report) + "\n")
        try file.commit()
        guard rename(temporary, path) == 0 else {
            throw Failure(path, "could not be made: \(String(cString: strerror(errno)))")
        }
        isCommitted = true
    }
}
