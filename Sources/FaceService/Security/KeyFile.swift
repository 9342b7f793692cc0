import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The file of a service's keys: JSON, readable by its owner alone, changed by `facenet keys` while the service runs.
public final class KeyFile: Sendable {
    /// Why a file of keys cannot be used.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case unreadable(String)
        case unwritable(String)
        case nameTaken(String)
        case unknown(String)

        /// One sentence that can follow `path: `.
        public var description: String {
            switch self {
            case .unreadable(let reason): "the keys could not be read: \(reason)"
            case .unwritable(let reason): "the keys could not be written: \(reason)"
            case .nameTaken(let name): "there is a key named \(name) already"
            case .unknown(let name): "there is no key named \(name)"
            }
        }
    }

    private struct State {
        var keys: [APIKey] = []
        var stamp: Stamp?
        var checked: ContinuousClock.Instant?
    }

    private struct Stamp: Hashable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int
        var inode: UInt64
    }

    /// Where it is.
    public let path: String
    private let state = Mutex(State())

    /// Opens a file of keys; one that is not there has none.
    ///
    /// - Throws: ``Failure/unreadable(_:)``.
    public init(_ path: String) throws(Failure) {
        self.path = path
        let keys = try Self.read(path)
        state.withLock { $0 = State(keys: keys, stamp: Self.stamp(of: path), checked: .now) }
    }

    /// The keys, as they are in the file now, give or take a second.
    public var keys: [APIKey] {
        state.withLock { state in
            if let checked = state.checked, checked.duration(to: .now) < .seconds(1) { return state.keys }
            state.checked = .now
            let stamp = Self.stamp(of: path)
            guard stamp != state.stamp else { return state.keys }
            // A file that cannot be read just now locks nobody out, and lets nobody in who was not.
            guard let keys = try? Self.read(path) else { return state.keys }
            (state.keys, state.stamp) = (keys, stamp)
            return keys
        }
    }

    /// The key somebody shows, or `nil` if it is none of these.
    func find(_ key: String) -> APIKey? {
        guard let (id, secret) = APIKey.parts(of: key) else { return nil }
        return keys.first { constantTimeEqual($0.id, id) && $0.matches(secret) }
    }

    /// Makes a key and stores what is stored of it.
    ///
    /// - Returns: The key, to be handed out once.
    /// - Throws: ``Failure``.
    public func add(named name: String, role: Role) throws(Failure) -> String {
        let (stored, key) = APIKey.make(named: name, role: role)
        try change { (keys) throws(Failure) in
            guard !keys.contains(where: { $0.name == name }) else { throw .nameTaken(name) }
            keys.append(stored)
        }
        return key
    }

    /// Removes a key: whoever shows it from the next second on is nobody.
    ///
    /// - Throws: ``Failure``.
    public func revoke(_ name: String) throws(Failure) {
        try change { (keys) throws(Failure) in
            guard keys.contains(where: { $0.name == name }) else { throw .unknown(name) }
            keys.removeAll { $0.name == name }
        }
    }

    private func change(_ body: (inout [APIKey]) throws(Failure) -> Void) throws(Failure) {
        var keys = try Self.read(path)
        try body(&keys)
        try Self.write(keys, to: path)
        state.withLock { $0 = State(keys: keys, stamp: Self.stamp(of: path), checked: .now) }
    }

    private static func read(_ path: String) throws(Failure) -> [APIKey] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode([APIKey].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch is DecodingError {
            throw .unreadable("it is no file of keys")
        } catch {
            throw .unreadable("\(error.localizedDescription)")
        }
    }

    private static func write(_ keys: [APIKey], to path: String) throws(Failure) {
        do {
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .iso8601
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            let draft = "\(path).draft-\(UInt32.random(in: .min ... .max))"
            let data = try encoder.encode(keys)
            guard FileManager.default.createFile(atPath: draft, contents: data, attributes: [.posixPermissions: 0o600])
            else { throw Failure.unwritable(String(cString: strerror(errno))) }
            guard rename(draft, path) == 0 else {
                let reason = String(cString: strerror(errno))
                unlink(draft)
                throw Failure.unwritable(reason)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .unwritable("\(error.localizedDescription)")
        }
    }

    private static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec,
            size: Int(status.st_size),
            inode: UInt64(status.st_ino)
        )
    }
}
