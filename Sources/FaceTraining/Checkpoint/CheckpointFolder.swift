import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A training's checkpoints: `step-000000500.safetensors` and so on, and `last.safetensors` and `best.safetensors`,
/// which are other names of two of them.
public struct CheckpointFolder: Sendable {
    /// The folder.
    public let path: String

    /// Names a folder; it is made when the first checkpoint is saved.
    public init(path: String) { self.path = path }

    /// The file of a name of ``last``, ``best`` or a step.
    public func file(_ name: String) -> String { "\(path)/\(name).safetensors" }

    /// The checkpoint saved last.
    public var last: String { file("last") }
    /// The checkpoint with the best score.
    public var best: String { file("best") }

    /// The files of steps there are, the latest first.
    public var files: [(step: Int, path: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("step-"), name.hasSuffix(".safetensors"),
                let step = Int(name.dropFirst("step-".count).dropLast(".safetensors".count))
            else { return nil }
            return (step, "\(path)/\(name)")
        }
        .sorted { $0.step > $1.step }
    }

    /// Saves a checkpoint, and then takes away older ones.
    ///
    /// - Parameters:
    ///   - checkpoint: What to save.
    ///   - keep: How many to keep.
    ///   - isBest: Whether it is the best so far.
    /// - Returns: The file.
    /// - Throws: ``CheckpointError``; those saved before are still there then.
    @discardableResult
    public func save(_ checkpoint: Checkpoint, keep: Int, isBest: Bool) throws(CheckpointError) -> String {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw .unwritable(reason: (error as NSError).localizedDescription)
        }
        let digits = String(checkpoint.state.step)
        let name = "step-" + String(repeating: "0", count: max(9 - digits.count, 0)) + digits
        try checkpoint.write(to: file(name))
        try alias(name, as: last)
        if isBest { try alias(name, as: best) }
        for old in files.dropFirst(max(keep, 1)) { unlink(old.path) }
        removeRemains()
        return file(name)
    }

    /// The latest checkpoint that can be read.
    ///
    /// - Parameter passOver: Called with each later one that cannot.
    /// - Returns: `nil` if there is none at all.
    /// - Throws: ``CheckpointError`` of the latest if there are some and none can be read.
    public func latest(passOver: (String, CheckpointError) -> Void) throws(CheckpointError) -> Checkpoint? {
        var first: CheckpointError?
        for file in files {
            do throws(CheckpointError) { return try Checkpoint(contentsOf: file.path) } catch {
                first = first ?? error
                passOver(file.path, error)
            }
        }
        if let first { throw first }
        return nil
    }

    /// Gives a file another name as well, which another file may have had.
    private func alias(_ name: String, as other: String) throws(CheckpointError) {
        let temporary = "\(other).new"
        unlink(temporary)
        guard link(file(name), temporary) == 0, rename(temporary, other) == 0 else {
            throw .unwritable(reason: String(cString: strerror(errno)))
        }
        // Renaming a file onto another name of itself does nothing, and leaves the temporary one.
        unlink(temporary)
    }

    /// Takes away what a program that was killed left half written.
    private func removeRemains() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasSuffix(".tmp") { unlink("\(path)/\(name)") }
    }
}
