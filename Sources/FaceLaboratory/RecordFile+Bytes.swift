import Crypto

/// Records as bytes; ``RecordFile`` says what lies where.
extension RecordFile {
    static func header(context: SHA256.Digest, valueCount: Int, recordSize: Int) -> [UInt8] {
        var bytes = magic
        bytes.append(littleEndian: UInt32(valueCount))
        bytes.append(littleEndian: UInt32(recordSize))
        bytes += Array(context)
        bytes += [UInt8](repeating: 0, count: 8)
        return bytes + checksum(bytes[...])
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digest = bytes.withUnsafeBytes { buffer in
            var hash = SHA256()
            hash.update(bufferPointer: buffer)
            return hash.finalize()
        }
        return Array(digest).prefix(checksumSize)
    }

    static func key(in record: ArraySlice<UInt8>) -> CacheKey {
        record.withUnsafeBytes { bytes in
            CacheKey(
                photo: PhotoHash(words: SIMD4(littleEndian: bytes.loadUnaligned(as: SIMD4<UInt64>.self))),
                seed: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
            )
        }
    }

    func encoded(_ record: Record, for key: CacheKey) -> [UInt8] {
        precondition(record.values.count == valueCount, "\(record.values.count) numbers, not \(valueCount)")
        var bytes = key.photo.bytes
        bytes.reserveCapacity(recordSize)
        bytes.append(littleEndian: key.seed)
        bytes.append(littleEndian: record.flags)
        bytes.append(littleEndian: UInt32(0))
        for value in record.values { bytes.append(littleEndian: value.bitPattern) }
        if !valueCount.isMultiple(of: 2) { bytes.append(littleEndian: UInt32(0)) }
        return bytes + Self.checksum(bytes[...])
    }

    func isSound(_ record: ArraySlice<UInt8>) -> Bool {
        record.suffix(Self.checksumSize).elementsEqual(Self.checksum(record.dropLast(Self.checksumSize)))
    }
}

extension [UInt8] {
    fileprivate mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
