import Synchronization

/// Sessions of browsers: a cookie instead of a key, which so never lies in a page.
///
/// In memory: a restart logs everybody out, and so does revoking the key.
final class Sessions: Sendable {
    struct Session: Sendable {
        /// The identifier of the key it was opened with.
        let key: String
        /// To be sent with every change, by a page that only we can have served.
        let csrfToken: String
        let end: ContinuousClock.Instant
    }

    static let cookie = "facenet_session"
    static let hours = 12
    /// The most sessions; the oldest goes first.
    private static let most = 10_000

    private let sessions = Mutex<[String: Session]>([:])

    /// Opens a session.
    func open(key: String) -> (token: String, session: Session) {
        let token = randomToken()
        let session = Session(key: key, csrfToken: randomToken(), end: .now + .seconds(Self.hours * 3600))
        sessions.withLock { sessions in
            sessions = sessions.filter { $0.value.end > .now }
            if sessions.count >= Self.most, let oldest = sessions.min(by: { $0.value.end < $1.value.end }) {
                sessions[oldest.key] = nil
            }
            sessions[token] = session
        }
        return (token, session)
    }

    /// The session of a cookie, if it is open.
    ///
    /// By a dictionary, whose time tells nothing useful of tokens of 256 random bits.
    func find(_ token: String) -> Session? {
        sessions.withLock { sessions in sessions[token].flatMap { $0.end > .now ? $0 : nil } }
    }

    func close(_ token: String) { sessions.withLock { $0[token] = nil } }
}
