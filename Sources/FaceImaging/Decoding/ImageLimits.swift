/// How much a file may claim before it is refused, checked before anything is decoded.
public struct ImageLimits: Hashable, Sendable {
    /// The most bytes a file may have.
    public var bytes: Int
    /// The most pixels, width times height, that a header may claim.
    public var pixels: Int

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - bytes: The most bytes a file may have; 64 MiB by default.
    ///   - pixels: The most pixels; 100 million by default, above what cameras make and 300 MB decoded.
    public init(bytes: Int = 64 << 20, pixels: Int = 100_000_000) {
        self.bytes = bytes
        self.pixels = pixels
    }
}
