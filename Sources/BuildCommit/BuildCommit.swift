/// The commit this program was built from.
public enum BuildCommit {
    /// The commit in hexadecimal digits, with a `+` after it if sources differed from it; `nil` if that was not known.
    ///
    /// Not to be inlined: then only this is compiled again after a commit.
    @inline(never)
    public static func current() -> String? { recordedCommit.isEmpty ? nil : recordedCommit }
}
