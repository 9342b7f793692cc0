/// What a caller may do; each role may do what the one before may.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Ask: detect, embed, verify, identify, and look at people.
    case reader
    /// Change people, faces and groups.
    case `operator`
    /// Settings, the audit trail, export, import and backups.
    case admin

    /// Orders by what they may do.
    public static func < (first: Role, second: Role) -> Bool { first.rank < second.rank }

    private var rank: Int {
        switch self {
        case .reader: 0
        case .operator: 1
        case .admin: 2
        }
    }
}

/// Who asks.
struct Caller: Hashable, Sendable {
    /// How the caller is known.
    enum Means: Hashable, Sendable {
        /// Nobody asked for a key.
        case open
        /// By a key in the request.
        case key
        /// By a session's cookie.
        case session(token: String)
        /// Not at all.
        case none
    }

    /// The key's name: what the audit trail says.
    var name: String
    var role: Role
    var means: Means

    /// A caller who showed nothing.
    static let nobody = Caller(name: "nobody", role: .reader, means: .none)
    /// Whoever asks a service without keys.
    static let local = Caller(name: "local", role: .admin, means: .open)
}
