/// How strictly photos are judged before they enter a gallery.
public enum EnrollmentReview: String, Hashable, Sendable, CaseIterable {
    /// Only what makes enrolling impossible counts: no face, or several and nobody said which.
    case off
    /// A photo that cannot serve, or puts others at risk, is refused; one that serves badly enters with a warning.
    case standard
    /// Every photo that the coach has something against is refused.
    case strict
}
