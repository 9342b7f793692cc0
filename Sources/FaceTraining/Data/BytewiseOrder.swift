extension String {
    /// Whether the text's UTF-8 comes before another's: an order that no locale and no Unicode table changes.
    func bytewisePrecedes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
