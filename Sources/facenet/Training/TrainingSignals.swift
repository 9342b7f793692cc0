import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Control-C and the system's wish that the program end: a training saves itself first; the second time it does not.
enum TrainingSignals {
    private static let received = Atomic<Int32>(0)

    /// Begins to watch.
    static func watch() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                // Only what a handler may do: an atomic store, and leaving.
                if TrainingSignals.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
            }
        }
        // A file that grows beyond a limit is an error of the write, and no reason to be killed.
        signal(SIGXFSZ, SIG_IGN)
    }

    /// The signal that came, if one did.
    static var last: Int32? {
        let number = received.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
