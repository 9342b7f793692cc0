/// One field of a protocol buffer message: its number and where its bytes lie.
struct WireField {
    /// The number that the schema gives the field.
    let number: Int
    /// Whether the field is a run of bytes (wire type 2): a string, a message, or packed scalars.
    let isBytes: Bool
    /// The value of a number (wire type 0); 0 for others.
    let number64: UInt64
    /// The content, without key and length.
    let content: Range<Int>
    /// The whole field, key and length included.
    let whole: Range<Int>
}

/// Walks the fields of one protocol buffer message, without decoding or copying any.
///
/// Weights of an ONNX file lie inline in the message. This finds where, so that they stay in the mapped file while
/// the small rest is decoded. Nothing is trusted: every length is checked against what is there.
struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    private let end: Int

    /// Creates a reader of the message in `range` of `bytes`.
    ///
    /// - Precondition: The range lies inside the bytes.
    init(_ bytes: UnsafeRawBufferPointer, range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "message lies outside its file")
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Returns the next field, or `nil` at the end of the message.
    mutating func next() throws(ONNXError) -> WireField? {
        guard position < end else { return nil }
        let start = position
        let key = try varint()
        let number = Int(truncatingIfNeeded: key >> 3)
        guard number > 0, key >> 3 < 1 << 29 else { throw .malformed(reason: "it has a field without a number") }
        var value: UInt64 = 0
        var contentStart = position
        switch key & 7 {
        case 0: value = try varint()
        case 1: try skip(8)
        case 2:
            let length = try varint()
            contentStart = position
            try skip(length)
        case 5: try skip(4)
        default: throw .malformed(reason: "it has a field of no known kind")
        }
        return WireField(
            number: number,
            isBytes: key & 7 == 2,
            number64: value,
            content: contentStart..<position,
            whole: start..<position
        )
    }

    private mutating func skip(_ count: UInt64) throws(ONNXError) {
        guard count <= UInt64(end - position) else { throw .malformed(reason: "it is cut off") }
        position += Int(count)
    }

    private mutating func varint() throws(ONNXError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard position < end else { throw .malformed(reason: "it is cut off") }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw .malformed(reason: "it has an endless number")
    }
}

extension [UInt8] {
    /// Appends a number in the format's variable length.
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Appends a field of bytes, with its key and length.
    mutating func append(field number: Int, bytes: some Collection<UInt8>) {
        append(varint: UInt64(number) << 3 | 2)
        append(varint: UInt64(bytes.count))
        append(contentsOf: bytes)
    }
}
