/// The header of a `.npy` file that holds a matrix of 32-bit floats, little-endian and row-major.
///
/// Always of one size, so that it can be written again once the number of rows is known. Described in
/// <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>, version 1.0.
struct NumPyHeader {
    /// The bytes of every header.
    static let byteCount = 128
    /// The rows.
    var rows: Int
    /// The numbers in a row.
    var columns: Int

    /// The bytes: the magic number, the version, the length of the rest, and a dictionary as Python writes one.
    var bytes: [UInt8] {
        let dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        let prefix: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(Self.byteCount - 10), 0]
        let padding = [UInt8](repeating: 0x20, count: Self.byteCount - prefix.count - dictionary.utf8.count - 1)
        return prefix + Array(dictionary.utf8) + padding + [0x0A]
    }
}
