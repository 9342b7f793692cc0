extension Gallery {
    /// Returns the gallery as it is now, to be searched while it goes on changing.
    ///
    /// Sees every write that returned before, of this process and of any other.
    ///
    /// - Returns: A value that any thread can search and that stays as it is.
    /// - Throws: ``GalleryError`` if the gallery cannot be read.
    /// - Complexity: O(1) if nothing was written since the last call, O(*changes*) otherwise. The first call reads the code
    ///   of every template.
    public func snapshot() throws(GalleryError) -> GallerySnapshot { try source.snapshot() }
}
