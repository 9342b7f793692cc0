public import FaceEngine

/// A safetensors file, mapped: the parameters lie in it until someone reads them.
///
///     let file = try Safetensors(contentsOf: "nn4.safetensors")
///     let weight = file.parameters["conv1.weight"]
///
/// Nothing of the file is believed before it is checked: the header must lie inside the file, and the tensors must cover
/// the rest of it once, without holes, with as many bytes as their shapes and types ask for. Types that ``ScalarType``
/// has are read; others are refused by name.
public struct Safetensors: Sendable {
    /// The tensors, in the order in which they lie in the file.
    public let parameters: Parameters
    /// The free text of the file, such as the name of the architecture.
    public let metadata: [String: String]

    /// Maps the file at `path` and reads its header.
    ///
    /// - Throws: ``SafetensorsError`` if the file cannot be opened, or breaks a rule of the format.
    /// - Complexity: O(*h* + *n* log *n*) for a header of *h* bytes that names *n* tensors; the tensors are not touched.
    public init(contentsOf path: String) throws(SafetensorsError) {
        let file: MappedFile
        do throws(StorageError) {
            file = try MappedFile(path: path)
        } catch {
            throw .storage(error)
        }
        try self.init(file)
    }

    /// Reads the header of a file that is in memory.
    ///
    /// - Throws: ``SafetensorsError`` if the bytes break a rule of the format.
    public init(_ file: MappedFile) throws(SafetensorsError) {
        let header = try file.withUnsafeBytes { bytes throws(SafetensorsError) in
            try SafetensorsHeader(parsing: bytes)
        }
        var parameters = Parameters()
        for entry in header.entries {
            parameters[entry.name] = Parameter(
                mapped: file,
                offset: entry.bytes.lowerBound,
                shape: entry.shape,
                scalarType: entry.type
            )
        }
        self.parameters = parameters
        metadata = header.metadata
    }

    /// Checks the bytes of a whole file, as ``init(contentsOf:)`` does, and keeps nothing.
    ///
    /// For files that have not reached a disk, and for fuzzing.
    ///
    /// - Throws: ``SafetensorsError`` if the bytes break a rule of the format.
    public static func validate(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) {
        _ = try SafetensorsHeader(parsing: bytes)
    }
}
