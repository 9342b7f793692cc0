/// What a pickle may hold for ``Pickle`` to read it.
enum PickleValue {
    /// Lists and tuples.
    ///
    /// A class, as a pickle names a list first and fills it later.
    final class Items {
        var items: [PickleValue]

        init(_ items: [PickleValue] = []) { self.items = items }
    }

    /// A number; true is 1 and false 0, as in Python.
    case integer(Int)
    /// Bytes; of a Python 2 string, or of a Python 3 one that stands for bytes, too.
    case bytes(ArraySlice<UInt8>)
    /// Text, in UTF-8.
    case text(ArraySlice<UInt8>)
    /// A list or a tuple.
    case sequence(Items)
    /// One of the two functions that older protocols write bytes with; never called.
    case function(Function)
    /// Where a list of items begins.
    case mark

    /// What ``function(_:)`` may be.
    enum Function {
        /// `_codecs.encode(text, "latin1")`.
        case encode
        /// `bytes()`, which is empty.
        case bytes
    }
}
