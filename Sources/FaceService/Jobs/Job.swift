import Foundation

/// Long work that somebody asked for, as it is now.
struct Job: Encodable, Sendable {
    enum State: String, Encodable, Sendable {
        case waiting, running, done, failed, cancelled

        var isOver: Bool { self != .waiting && self != .running }
    }

    /// A photo that did not enter.
    struct Refused: Encodable, Sendable {
        var photo, reason, detail: String
    }

    /// The most refused photos that are listed.
    static let mostRefused = 1000

    var id: String
    var kind = "import"
    var state = State.waiting
    var done = 0
    var total = 0
    var enrolled = 0
    var skipped = 0
    var refused: [Refused] = []
    var created = Date()
    @Nullable var error: String?

    init(id: String) {
        self.id = id
        _error = Nullable(wrappedValue: nil)
    }
}
