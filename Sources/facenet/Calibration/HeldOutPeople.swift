import ArgumentParser

/// The people that thresholds are checked on, whom the calibration never saw.
enum HeldOutPeople: Hashable, Sendable, ExpressibleByArgument {
    /// About this share of the people.
    case share(Double)
    /// Those of another folder.
    case folder(String)

    /// Reads a share above 0 and below 1, or else a folder.
    init?(argument: String) {
        guard let share = Double(argument) else {
            self = .folder(argument)
            return
        }
        guard share > 0, share < 1 else { return nil }
        self = .share(share)
    }
}
