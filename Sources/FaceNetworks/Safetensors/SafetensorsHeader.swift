import FaceEngine

/// What the front of a safetensors file says, checked against the size of the file.
///
///     8 bytes     the length of the header, little-endian
///     n bytes     JSON: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "__metadata__": {...}}
///     the rest    the tensors, little-endian, row-major; offsets count from here
///
/// The format, <https://huggingface.co/docs/safetensors>, forbids holes, overlaps and repeated names, so that a file
/// says one thing only. What breaks a rule is refused.
struct SafetensorsHeader {
    /// A tensor as the header describes it.
    struct Entry {
        var name: String
        var type: ScalarType
        var shape: Shape
        /// The bytes, counted from the start of the file.
        var bytes: Range<Int>
    }

    /// The longest header that is read, in bytes, as in the format's own implementation.
    static let lengthLimit = 100_000_000

    /// The tensors in the order of their bytes.
    let entries: [Entry]
    /// The free text of the file.
    let metadata: [String: String]

    /// Reads the header of a whole file.
    ///
    /// - Complexity: O(*h* + *n* log *n*) for a header of *h* bytes that names *n* tensors.
    init(parsing file: UnsafeRawBufferPointer) throws(SafetensorsError) {
        guard file.count >= 8 else { throw .truncated(byteCount: file.count) }
        let claimed = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
        let available = min(file.count - 8, Self.lengthLimit)
        guard claimed <= UInt64(available) else { throw .headerLength(claimed: claimed, available: available) }
        let start = 8 + Int(claimed)
        let json = UnsafeRawBufferPointer(rebasing: file[8..<start])
        let header = try HeaderJSON(parsing: json)
        metadata = header.metadata
        var entries: [Entry] = []
        for (name, tensor) in header.tensors {
            entries.append(try Entry(name: name, tensor: tensor, start: start, available: file.count - start))
        }
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        self.entries = entries
        try checkLayout(start: start, end: file.count)
    }

    /// Checks that the tensors follow each other from the first byte to the last.
    private func checkLayout(start: Int, end: Int) throws(SafetensorsError) {
        var (position, previous) = (start, "")
        for entry in entries {
            guard entry.bytes.lowerBound >= position else { throw .overlap(previous, entry.name) }
            guard entry.bytes.lowerBound == position else {
                throw .hole(offset: position - start, byteCount: entry.bytes.lowerBound - position)
            }
            (position, previous) = (entry.bytes.upperBound, entry.name)
        }
        guard position == end else { throw .hole(offset: position - start, byteCount: end - position) }
    }
}

extension SafetensorsHeader.Entry {
    /// Checks one tensor's description; `available` bytes follow the header, which ends at `start`.
    init(name: String, tensor: HeaderJSON.Tensor, start: Int, available: Int) throws(SafetensorsError) {
        guard let type = ScalarType(safetensors: tensor.dtype) else {
            throw .unsupportedType(name: name, type: String(tensor.dtype.prefix(20)))
        }
        // An extent of zero does not excuse the others: strides are products of them.
        var bound = type.byteCount
        for extent in tensor.shape {
            let (product, overflow) = bound.multipliedReportingOverflow(by: max(1, extent))
            guard extent >= 0, !overflow else { throw .badShape(name: name, shape: tensor.shape) }
            bound = product
        }
        let expected = tensor.shape.contains(0) ? 0 : bound
        guard tensor.offsets.count == 2 else {
            throw .malformedHeader(reason: "tensor \(name) has \(tensor.offsets.count) offsets")
        }
        let (begin, end) = (tensor.offsets[0], tensor.offsets[1])
        guard 0 <= begin, begin <= end, end <= available else {
            throw .badOffsets(name: name, begin: begin, end: end, available: available)
        }
        guard end - begin == expected else {
            throw .wrongByteCount(name: name, expected: expected, actual: end - begin)
        }
        self.init(name: name, type: type, shape: Shape(tensor.shape), bytes: start + begin..<start + end)
    }
}
