import FaceEngine
import FaceImaging

/// A file of many small images with who they show: faster to read than as many files, and checked byte by byte.
///
/// The file is mapped, not read: images that nobody asks for cost nothing. A shard is immutable; any number of threads
/// may use one at once. ``ShardFormat`` has the layout, ``ShardWriter`` makes them.
public final class Shard: Sendable {
    /// What the name of a shard's file ends with.
    public static let fileSuffix = ".faces"

    /// What the shard knows of each image.
    public let records: [ShardRecord]
    /// What is true of all its images, such as `crop` and `size`.
    public let metadata: [String: String]

    private let file: MappedFile
    private let places: [(bytes: Range<Int>, hash: ContentHash)]

    /// Opens a shard and checks its index.
    ///
    /// - Throws: ``DataError/unreadable(reason:)``, ``DataError/notAShard(reason:)`` or
    ///   ``DataError/damagedShard(reason:)``.
    /// - Complexity: O(*records*).
    public init(path: String) throws(DataError) {
        do throws(StorageError) {
            file = try MappedFile(path: path)
        } catch {
            switch error {
            case .unreadable(let reason): throw .unreadable(reason: reason)
            }
        }
        let index = try file.withUnsafeBytes { (bytes) throws(DataError) in try ShardIndex(bytes) }
        (records, metadata, places) = (index.records, index.metadata, index.places)
    }

    /// Calls `body` with the bytes of an image, after they were checked; the pointer is good during the call.
    ///
    /// - Parameters:
    ///   - index: Which record's.
    ///   - body: What is done with the JPEG or PNG file.
    /// - Returns: What `body` returns.
    /// - Throws: ``DataError/damagedShard(reason:)`` if the bytes are not those that were packed.
    /// - Complexity: O(*bytes*), before what `body` does.
    public func withImage<Result>(
        at index: Int,
        _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
    ) throws(DataError) -> Result {
        let place = places[index]
        return try file.withUnsafeBytes { (bytes) throws(DataError) in
            let image = UnsafeRawBufferPointer(rebasing: bytes[place.bytes])
            guard ContentHash(of: image) == place.hash else {
                throw .damagedShard(reason: "the image of \(records[index].name) is not what was packed")
            }
            return try body(image)
        }
    }
}

/// What is read of a shard when it is opened.
private struct ShardIndex {
    var records: [ShardRecord] = []
    var metadata: [String: String] = [:]
    var places: [(bytes: Range<Int>, hash: ContentHash)] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(DataError) {
        var header = ByteReader(bytes)
        guard bytes.count >= ShardFormat.headerBytes, try header.raw(8).elementsEqual(ShardFormat.magic) else {
            throw .notAShard(reason: "it does not begin with \(String(decoding: ShardFormat.magic, as: UTF8.self))")
        }
        let version: UInt32 = try header.number()
        guard version == ShardFormat.version else {
            throw .notAShard(reason: "it is of version \(version), and \(ShardFormat.version) is read: pack it again")
        }
        guard bytes.count >= ShardFormat.headerBytes + ShardFormat.footerBytes,
            bytes.suffix(ShardFormat.tail.count).elementsEqual(ShardFormat.tail)
        else { throw .damagedShard(reason: "its end is missing") }

        let footerStart = bytes.count - ShardFormat.footerBytes
        var footer = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[footerStart...]))
        let offset = try footer.count(UInt64.self)
        let count = try footer.count(UInt64.self)
        let recordCount = try footer.count(UInt64.self)
        let digest = try footer.hash()
        guard offset >= ShardFormat.headerBytes, offset <= footerStart, count == footerStart - offset else {
            throw .damagedShard(reason: "its index is claimed to lie outside of it")
        }
        let index = UnsafeRawBufferPointer(rebasing: bytes[offset..<footerStart])
        let checked = [
            UnsafeRawBufferPointer(rebasing: bytes[..<ShardFormat.headerBytes]), index,
            UnsafeRawBufferPointer(rebasing: bytes[footerStart..<footerStart + 24]),
        ]
        guard ContentHash(of: checked) == digest else {
            throw .damagedShard(reason: "its index is not what was written")
        }
        try read(index, recordCount: recordCount, imagesEnd: offset)
    }

    /// Reads the index; its digest is right, and yet it is not believed: whoever wrote it may have been wrong.
    private mutating func read(_ index: UnsafeRawBufferPointer, recordCount: Int, imagesEnd: Int) throws(DataError) {
        var reader = ByteReader(index)
        for _ in 0..<(try reader.count(UInt32.self)) {
            let name = try reader.text()
            metadata[name] = try reader.text()
        }
        var people: [String] = []
        for _ in 0..<(try reader.count(UInt32.self)) { people.append(try reader.text()) }
        guard recordCount <= reader.left / ShardFormat.leastRecordBytes else {
            throw .damagedShard(reason: "\(recordCount) records do not fit into its index")
        }
        records.reserveCapacity(recordCount)
        places.reserveCapacity(recordCount)
        for _ in 0..<recordCount { try readRecord(from: &reader, people: people, imagesEnd: imagesEnd) }
        guard reader.left == 0 else {
            throw .damagedShard(reason: "\(reader.left) bytes of its index belong to nothing")
        }
    }

    private mutating func readRecord(
        from reader: inout ByteReader,
        people: [String],
        imagesEnd: Int
    ) throws(DataError) {
        let offset = try reader.count(UInt64.self)
        let count = try reader.count(UInt32.self)
        let person = try reader.count(UInt32.self)
        let flags: UInt8 = try reader.number()
        guard offset >= ShardFormat.headerBytes, offset <= imagesEnd, count > 0, count <= imagesEnd - offset else {
            throw .damagedShard(reason: "an image is claimed to lie outside of it")
        }
        guard people.indices.contains(person) else { throw .damagedShard(reason: "there is no person \(person)") }
        var landmarks: FaceLandmarks?
        if flags & ShardFormat.hasLandmarks != 0 {
            var coordinates: [Float] = []
            for _ in 0..<10 { coordinates.append(Float(bitPattern: try reader.number())) }
            guard coordinates.allSatisfy({ $0.magnitude <= 1_000_000 }) else {
                throw .damagedShard(reason: "a landmark is no place in a photo")
            }
            landmarks = FaceLandmarks(coordinates: coordinates)
        }
        let occlusion = flags & ShardFormat.hasOcclusion != 0 ? try reader.text() : nil
        let name = try reader.text()
        let sourceHash = try reader.hash()
        places.append((offset..<offset + count, try reader.hash()))
        records.append(
            ShardRecord(
                person: people[person],
                name: name,
                landmarks: landmarks,
                occlusion: occlusion,
                sourceHash: sourceHash
            )
        )
    }
}
