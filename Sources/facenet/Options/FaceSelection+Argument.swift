public import ArgumentParser
public import FaceRecognition

// On the command line a face is `only`, `largest`, `central`, or its number. The type is ours, of another target: nobody
// else can conform it.
extension FaceSelection: ExpressibleByArgument {
    /// Reads a word, or a number from 0.
    public init?(argument: String) {
        switch argument {
        case "only": self = .only
        case "largest": self = .largest
        case "central": self = .central
        default:
            guard let number = Int(argument), number >= 0 else { return nil }
            self = .number(number)
        }
    }
}

extension EnrollmentReview: ExpressibleByArgument {}
