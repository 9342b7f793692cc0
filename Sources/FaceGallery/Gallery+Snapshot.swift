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

    /// Builds the graph that very large galleries are searched by, or brings it up to date, and saves it beside the file.
    ///
    /// A gallery of ``Options/SearchIndex/automatic`` does so by itself, beside the searches, from 200,000 templates on; this
    /// waits for it. The file, `<gallery>.graph`, holds links and numbers of templates, no embedding, and may be deleted at any
    /// time. Whatever is wrong with it, it is built anew. Of an encrypted gallery there is no file, as it would tell whose faces
    /// are alike: every process builds the graph for itself.
    ///
    /// - Returns: The number of templates in it.
    /// - Throws: ``GalleryError``: `diskFull`, `unreadable` if it cannot be written, `database` if memory is short.
    /// - Complexity: O(*n* log *n*) for a new one: minutes for a million templates.
    @discardableResult
    public func buildSearchGraph() throws(GalleryError) -> Int { try source.buildGraph().count }
}
