/// The layout of a shard, all numbers little-endian.
///
///     header   "FACESHRD", version UInt32, zero UInt32
///     images   JPEG or PNG files, one after the other
///     index    metadata: count UInt32, then pairs of texts
///              people: count UInt32, then their names
///              records, each: offset UInt64, byte count UInt32, person UInt32, flags UInt8,
///                (flag 1) ten coordinates Float32, (flag 2) what covers the face, the photo's name,
///                SHA-256 of the photo that was packed, SHA-256 of the image
///     footer   offset of the index UInt64, its byte count UInt64, records UInt64,
///              SHA-256 of header, index and the numbers before, "FACETAIL"
///
/// A text is its byte count as UInt32 and UTF-8. The index and footer are read and checked when a shard is opened, an
/// image when it is asked for, so that no changed or missing byte goes unnoticed.
enum ShardFormat {
    static let magic = Array("FACESHRD".utf8)
    static let version: UInt32 = 1
    static let tail = Array("FACETAIL".utf8)
    static let headerBytes = 16
    static let footerBytes = 64
    /// The least bytes of a record: what more is claimed than fits is refused before room is made for it.
    static let leastRecordBytes = 8 + 4 + 4 + 1 + 4 + 2 * ContentHash.byteCount
    static let hasLandmarks: UInt8 = 1
    static let hasOcclusion: UInt8 = 2

    static var header: [UInt8] {
        var writer = ByteWriter()
        writer.append(magic)
        writer.append(version)
        writer.append(UInt32(0))
        return writer.bytes
    }
}

/// Bytes put together from numbers and texts.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ raw: [UInt8]) { bytes += raw }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes += Array(text.utf8)
    }
}

/// Numbers and texts taken from bytes that nobody vouches for.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var left: Int { bytes.count - position }

    mutating func raw(_ count: Int) throws(DataError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= left else {
            throw .damagedShard(reason: "\(count) bytes are claimed where \(left) are left")
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type = Number.self
    ) throws(DataError) -> Number {
        Number(littleEndian: try raw(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
    }

    /// A number that counts something, such as bytes.
    mutating func count(_ type: (some FixedWidthInteger & BitwiseCopyable).Type) throws(DataError) -> Int {
        let claimed = try number(type)
        guard let count = Int(exactly: claimed) else {
            throw .damagedShard(reason: "\(claimed) of anything are too many")
        }
        return count
    }

    mutating func text() throws(DataError) -> String {
        let count = try count(UInt32.self)
        guard let text = String(validating: try raw(count), as: UTF8.self) else {
            throw .damagedShard(reason: "a name is not UTF-8")
        }
        return text
    }

    mutating func hash() throws(DataError) -> ContentHash {
        ContentHash(digest: try raw(ContentHash.byteCount))
    }
}
