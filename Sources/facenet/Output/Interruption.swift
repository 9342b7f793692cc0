import Dispatch
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What is done when the user presses control-C, or the system ends the program: unfinished files are removed.
enum Interruption {
    private static let paths = Mutex<Set<String>>([])
    // Made once, on first use, and only kept alive ever after.
    private nonisolated(unsafe) static let sources = [SIGINT, SIGTERM, SIGHUP].map(source)

    /// Has a file, or a folder with all in it, removed if the program is interrupted.
    static func removes(_ path: String) {
        _ = sources
        paths.withLock { paths in _ = paths.insert(path) }
    }

    /// Has a file left alone again.
    static func keeps(_ path: String) {
        paths.withLock { paths in _ = paths.remove(path) }
    }

    private static func source(_ number: Int32) -> any DispatchSourceSignal {
        // Else the signal ends the program before the source sees it.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            // Never given back: nobody begins a file while the program ends.
            paths.withLock { paths in
                for path in paths where unlink(path) != 0 {
                    // A folder; a thread may still put a file into it between the listing and the removal.
                    var attempts = 0
                    while access(path, F_OK) == 0, attempts < 100 {
                        try? FileManager.default.removeItem(atPath: path)
                        attempts += 1
                    }
                }
                _exit(128 + number)
            }
        }
        source.resume()
        return source
    }
}
