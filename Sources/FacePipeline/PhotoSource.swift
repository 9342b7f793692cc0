/// Where a photo comes from.
public enum PhotoSource: Hashable, Sendable {
    /// A file.
    case file(String)
    /// The bytes of a file, with the name that errors and results call it by.
    case bytes([UInt8], name: String)

    /// What errors and results call the photo: the path, or the name given.
    public var name: String {
        switch self {
        case .file(let path): path
        case .bytes(_, let name): name
        }
    }
}
