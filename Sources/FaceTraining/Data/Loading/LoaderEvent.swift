/// Something a loader has to tell that does not stop it.
public enum LoaderEvent: Hashable, Sendable {
    /// A photo could not be read, and another will be taken for it from now on; told once a photo.
    case unreadable(sample: Int, name: String, reason: String)
}

/// What a loader did so far.
public struct LoaderStatistics: Hashable, Sendable, Codable {
    /// The batches handed out.
    public var batches = 0
    /// The photos handed out.
    public var photos = 0
    /// The photos decoded.
    public var decoded = 0
    /// The photos taken from memory rather than decoded.
    public var remembered = 0
    /// The photos that could not be read.
    public var unreadable = 0
    /// How long whoever takes the batches waited for them, all in all: the seconds lost to input.
    public var secondsWaited = 0.0

    /// Creates statistics of nothing.
    public init() {}
}
