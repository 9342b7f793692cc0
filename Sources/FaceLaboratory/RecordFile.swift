import Crypto
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A file of records of one size, that any number of processes append to at once and that survives being killed.
///
/// Little-endian. A header of 64 bytes: `FACELAB1`, how many numbers a record has and how many bytes (`UInt32` each), the
/// SHA-256 of what the records depend on, 8 bytes of zeros, and the first 8 bytes of the SHA-256 of all that. Then
/// records: a photo's SHA-256, a seed (`UInt64`), flags and zeros (`UInt32` each), the numbers (`Float`, an even count),
/// and the first 8 bytes of the SHA-256 of all that. Records are never changed; of two with one key the later counts.
///
/// Who appends holds a lock on the file, and first cuts off the part of a record that a killed process left. A damaged
/// record is as if it were not there.
final class RecordFile: Sendable {
    /// What is stored of a photo.
    struct Record: Hashable, Sendable {
        /// What the numbers are, in the words of whoever writes them.
        var flags: UInt32
        /// The numbers.
        var values: [Float]
    }

    private struct State {
        /// Where each key's record is, counted in records.
        var places: [CacheKey: Int] = [:]
        /// The records that were damaged.
        var damaged = 0
    }

    static let magic = Array("FACELAB1".utf8)
    private static let headerSize = 64
    static let checksumSize = 8

    private let path: String
    let valueCount: Int
    let recordSize: Int
    private let descriptor: Int32
    private let state: Mutex<State>

    /// Opens a file, or begins it; its owner alone may read it, as what it says is of people's faces.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - context: What the records depend on: a file of another is begun anew.
    ///   - valueCount: The numbers of a record.
    /// - Throws: `LaboratoryError.cache` with the system's reason, or if the file is something else.
    /// - Complexity: O(*bytes of the file*).
    init(_ path: String, context: SHA256.Digest, valueCount: Int) throws(LaboratoryError) {
        self.path = path
        self.valueCount = valueCount
        let padded = (valueCount + 1) / 2 * 2
        recordSize = CacheKey.byteCount + 8 + 4 * padded + Self.checksumSize
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "could not be opened") }
        self.descriptor = descriptor
        state = Mutex(State())
        let header = Self.header(context: context, valueCount: valueCount, recordSize: recordSize)
        try locked { () throws(LaboratoryError) in try begin(header) }
        try readKeys()
    }

    deinit { close(descriptor) }

    /// How many photos have a record.
    var count: Int { state.withLock { $0.places.count } }

    /// How many records were found damaged.
    var damagedCount: Int { state.withLock { $0.damaged } }

    /// The record of a key, or `nil` if there is none that is sound.
    func record(for key: CacheKey) -> Record? {
        guard let place = state.withLock({ $0.places[key] }) else { return nil }
        var bytes = [UInt8](repeating: 0, count: recordSize)
        guard read(into: &bytes, at: Self.headerSize + place * recordSize) == recordSize, isSound(bytes[...]),
            Self.key(in: bytes[...]) == key
        else {
            state.withLock { state in
                state.places[key] = nil
                state.damaged += 1
            }
            return nil
        }
        return bytes.withUnsafeBytes { bytes in
            let flags = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: CacheKey.byteCount, as: UInt32.self))
            let values = (0..<valueCount).map { index in
                let pattern = bytes.loadUnaligned(fromByteOffset: CacheKey.byteCount + 8 + 4 * index, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: pattern))
            }
            return Record(flags: flags, values: values)
        }
    }

    /// Adds records in one go.
    ///
    /// - Throws: `LaboratoryError.cache`, as when the disk is full; then none of them is there.
    func append(_ records: [(key: CacheKey, record: Record)]) throws(LaboratoryError) {
        guard !records.isEmpty else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(records.count * recordSize)
        for (key, record) in records { bytes += encoded(record, for: key) }
        let first = try locked { () throws(LaboratoryError) in try append(bytes) }
        state.withLock { state in
            for (index, record) in records.enumerated() { state.places[record.key] = first + index }
        }
    }

    // MARK: The file

    /// Does something that no other process does at the same time.
    private func locked<R>(_ work: () throws(LaboratoryError) -> R) throws(LaboratoryError) -> R {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Self.failure(path, "could not be locked") }
        }
        defer { flock(descriptor, LOCK_UN) }
        return try work()
    }

    /// Writes the header, or checks it.
    private func begin(_ header: [UInt8]) throws(LaboratoryError) {
        var found = [UInt8](repeating: 0, count: Self.headerSize)
        let count = read(into: &found, at: 0)
        guard found != header else { return }
        // A killed process may have left a part of a header; a whole other file is none of ours to write to.
        let known = min(count, Self.magic.count)
        guard known >= 0, found.prefix(known).elementsEqual(Self.magic.prefix(known)) else {
            throw .cache(path: path, reason: "is no file of embeddings of facenet's")
        }
        guard ftruncate(descriptor, 0) == 0 else { throw Self.failure(path, "could not be written") }
        try write(header, beyond: 0)
    }

    private func readKeys() throws(LaboratoryError) {
        var chunk = [UInt8](repeating: 0, count: max(1, (4 << 20) / recordSize) * recordSize)
        var place = 0
        while true {
            let count = read(into: &chunk, at: Self.headerSize + place * recordSize)
            guard count >= 0 else { throw Self.failure(path, "could not be read") }
            // What is not a whole record may be just being written, or was cut off.
            let whole = count / recordSize
            guard whole > 0 else { return }
            state.withLock { state in
                for index in 0..<whole {
                    let record = chunk[index * recordSize..<(index + 1) * recordSize]
                    if isSound(record) {
                        state.places[Self.key(in: record)] = place + index
                    } else {
                        state.damaged += 1
                    }
                }
            }
            place += whole
        }
    }

    /// Appends whole records behind the last whole one.
    ///
    /// - Returns: The first one's place.
    private func append(_ bytes: [UInt8]) throws(LaboratoryError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, "could not be written") }
        let place = max(0, Int(status.st_size) - Self.headerSize) / recordSize
        let end = Self.headerSize + place * recordSize
        if Int(status.st_size) != end, ftruncate(descriptor, off_t(end)) != 0 {
            throw Self.failure(path, "could not be written")
        }
        try write(bytes, beyond: end)
        return place
    }

    /// Appends bytes to a file of `end` bytes: all of them, or none.
    private func write(_ bytes: [UInt8], beyond end: Int) throws(LaboratoryError) {
        var written = 0
        while written < bytes.count {
            let step = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0) }
            if step < 0, errno == EINTR { continue }
            guard step > 0 else {
                let failure = Self.failure(path, "could not be written")
                ftruncate(descriptor, off_t(end))
                throw failure
            }
            written += step
        }
    }

    private func read(into buffer: inout [UInt8], at offset: Int) -> Int {
        buffer.withUnsafeMutableBytes { buffer in
            var count = 0
            while let base = buffer.baseAddress, count < buffer.count {
                let step = pread(descriptor, base + count, buffer.count - count, off_t(offset + count))
                if step < 0, errno == EINTR { continue }
                guard step >= 0 else { return -1 }
                guard step > 0 else { break }
                count += step
            }
            return count
        }
    }

    private static func failure(_ path: String, _ what: String) -> LaboratoryError {
        .cache(path: path, reason: "\(what): \(String(cString: strerror(errno)))")
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
