import Foundation
import Synchronization

/// What people choose while the service runs, kept beside the gallery.
final class SettingsFile: Sendable {
    struct Settings: Codable, Hashable, Sendable {
        /// The share of strangers that may be taken for somebody.
        var fpir: Double
    }

    private let path: String
    private let state: Mutex<Settings>

    /// Opens the settings; standard ones if there are none or they cannot be read.
    init(_ path: String, standard: Settings) {
        self.path = path
        let data = FileManager.default.contents(atPath: path)
        let kept = data.flatMap { try? JSONDecoder().decode(Settings.self, from: $0) }
        state = Mutex(kept.flatMap { $0.fpir > 0 && $0.fpir < 1 ? $0 : nil } ?? standard)
    }

    var current: Settings { state.withLock { $0 } }

    /// Keeps settings; they are on the disk when this returns.
    func change(to settings: Settings) throws {
        try state.withLock { state in
            try JSONEncoder().encode(settings).write(to: URL(fileURLWithPath: path), options: .atomic)
            state = settings
        }
    }
}
