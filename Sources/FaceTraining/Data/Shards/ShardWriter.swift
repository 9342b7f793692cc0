import FaceImaging

/// Packs images into shards.
///
/// Each shard is written under another name and gets its own once it is whole and on the disk; one that is never
/// finished is removed.
///
///     let writer = ShardWriter(folder: "packed", metadata: ["crop": "similarity112"])
///     try writer.append(jpeg, ShardRecord(person: "ada", name: "1.jpg", sourceHash: ContentHash(of: source)))
///     try writer.finish()
public final class ShardWriter {
    private let folder: String
    private let shardBytes: Int
    private let metadata: [String: String]
    private var file: ShardFile?
    private var index = ByteWriter()
    private var people: [String: Int] = [:]
    private var names: [String] = []
    private var recordCount = 0
    private var written = 0

    /// The shards that are whole.
    public private(set) var shards: [String] = []

    /// Creates a writer; nothing is written yet.
    ///
    /// - Parameters:
    ///   - folder: Where the shards go; it exists.
    ///   - shardBytes: How large a shard may grow, 256 MiB by default; a single larger image has one to itself.
    ///   - metadata: What is true of all images.
    public init(folder: String, shardBytes: Int = 256 << 20, metadata: [String: String] = [:]) {
        self.folder = folder
        self.shardBytes = shardBytes
        self.metadata = metadata
    }

    /// Appends an image.
    ///
    /// - Parameters:
    ///   - image: A whole JPEG or PNG file.
    ///   - record: What is known of it.
    /// - Throws: ``DataError/unwritable(reason:)``, such as for a disk that is full.
    public func append(_ image: [UInt8], _ record: ShardRecord) throws(DataError) {
        precondition(
            !image.isEmpty && image.count <= UInt32.max,
            "an image has from 1 to 2^32 bytes, not \(image.count)"
        )
        if recordCount > 0, written + image.count > shardBytes { try finishShard() }
        if file == nil {
            file = try ShardFile(replacing: "\(folder)/\(Self.name(of: shards.count))")
            try write(ShardFormat.header)
        }
        let offset = written
        try write(image)
        let known = people[record.person]
        let person = known ?? names.count
        if known == nil {
            people[record.person] = person
            names.append(record.person)
        }
        append(record, image: image, offset: offset, person: person)
    }

    /// Finishes the last shard.
    ///
    /// - Throws: ``DataError/unwritable(reason:)``; the shards before stay.
    public func finish() throws(DataError) {
        if recordCount > 0 { try finishShard() }
    }

    /// What the shard of a number is called, such as `00000.faces`.
    static func name(of number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits + Shard.fileSuffix
    }

    private func append(_ record: ShardRecord, image: [UInt8], offset: Int, person: Int) {
        index.append(UInt64(offset))
        index.append(UInt32(image.count))
        index.append(UInt32(person))
        index.append(
            (record.landmarks == nil ? 0 : ShardFormat.hasLandmarks)
                | (record.occlusion == nil ? 0 : ShardFormat.hasOcclusion)
        )
        for coordinate in record.landmarks?.coordinates ?? [] { index.append(coordinate.bitPattern) }
        if let occlusion = record.occlusion { index.append(occlusion) }
        index.append(record.name)
        index.append(record.sourceHash.bytes)
        index.append(image.withUnsafeBytes { ContentHash(of: $0) }.bytes)
        recordCount += 1
    }

    private func finishShard() throws(DataError) {
        var whole = ByteWriter()
        whole.append(UInt32(metadata.count))
        for (name, value) in metadata.sorted(by: { $0.key.bytewisePrecedes($1.key) }) {
            whole.append(name)
            whole.append(value)
        }
        whole.append(UInt32(names.count))
        for name in names { whole.append(name) }
        whole.append(index.bytes)
        var footer = ByteWriter()
        footer.append(UInt64(written))
        footer.append(UInt64(whole.bytes.count))
        footer.append(UInt64(recordCount))
        let digest = (ShardFormat.header + whole.bytes + footer.bytes).withUnsafeBytes { ContentHash(of: $0) }
        footer.append(digest.bytes)
        footer.append(ShardFormat.tail)
        try write(whole.bytes)
        try write(footer.bytes)
        if let file = file.take() {
            try file.commit()
            shards.append("\(folder)/\(Self.name(of: shards.count))")
        }
        (index, people, names, recordCount, written) = (ByteWriter(), [:], [], 0, 0)
    }

    private func write(_ bytes: [UInt8]) throws(DataError) {
        try file?.append(bytes)
        written += bytes.count
    }
}
