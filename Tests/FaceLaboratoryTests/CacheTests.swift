import Crypto
import Foundation
import Testing

@testable import FaceLaboratory

@Suite struct CacheTests {
    private static let context = SHA256.hash(data: Array("what records depend on".utf8))

    private static func key(_ number: UInt64, seed: UInt64 = 0) -> CacheKey {
        CacheKey(photo: PhotoHash(words: SIMD4(repeating: number)), seed: seed)
    }

    private static func record(_ number: Int) -> RecordFile.Record {
        RecordFile.Record(flags: UInt32(number), values: [Float(number), -1, 0.5])
    }

    private static func file(_ path: String, context: SHA256.Digest = context) throws -> RecordFile {
        try RecordFile(path, context: context, valueCount: 3)
    }

    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/a.faces" }

    init() throws { folder = try TemporaryFolder() }

    /// A file of `count` records, closed again.
    private func fill(_ count: Int) throws {
        let file = try Self.file(path)
        for number in 0..<count { try file.append([(Self.key(UInt64(number)), Self.record(number))]) }
    }

    @Test func `what was appended is read back, by the writer and by the next`() throws {
        let file = try Self.file(path)
        #expect(file.record(for: Self.key(1)) == nil)
        try file.append([(Self.key(1), Self.record(1)), (Self.key(1, seed: 7), Self.record(2))])
        try file.append([(Self.key(2), Self.record(3))])
        for reader in [file, try Self.file(path)] {
            #expect(reader.count == 3)
            #expect(reader.record(for: Self.key(1)) == Self.record(1))
            #expect(reader.record(for: Self.key(1, seed: 7)) == Self.record(2))
            #expect(reader.record(for: Self.key(2)) == Self.record(3))
        }
    }

    @Test func `a file cut anywhere loses the records that are not whole, and grows again`() throws {
        try fill(3)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = (whole.count - 64) / 3
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: path))
            let file = try Self.file(path)
            let kept = max(0, length - 64) / size
            #expect(file.count == kept, "\(length) bytes")
            try file.append([(Self.key(9), Self.record(9))])
            let again = try Self.file(path)
            #expect(again.count == kept + 1, "\(length) bytes")
            #expect(again.record(for: Self.key(9)) == Self.record(9))
            #expect(again.damagedCount == 0)
        }
    }

    @Test func `a record with any byte changed is as if it were not there`() throws {
        try fill(3)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = (whole.count - 64) / 3
        for offset in 0..<size {
            var bytes = whole
            bytes[64 + size + offset] ^= 0x10
            try bytes.write(to: URL(fileURLWithPath: path))
            let file = try Self.file(path)
            #expect(file.count == 2 && file.damagedCount == 1, "byte \(offset)")
            #expect(file.record(for: Self.key(1)) == nil)
            #expect(file.record(for: Self.key(2)) == Self.record(2))
        }
    }

    @Test func `a record damaged after the file was opened is not handed out`() throws {
        try fill(2)
        let file = try Self.file(path)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[64 + 60] ^= 1
        // Into the same file, which is open.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
        #expect(file.record(for: Self.key(0)) == nil)
        #expect(file.record(for: Self.key(1)) == Self.record(1))
    }

    @Test func `records of another context are not taken, and another kind of file is left alone`() throws {
        try fill(2)
        let other = SHA256.hash(data: Array("something else".utf8))
        #expect(try Self.file(path, context: other).count == 0)
        try "a diary\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: LaboratoryError.cache(path: path, reason: "is no file of embeddings of facenet's")) {
            try Self.file(path)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a diary\n")
    }

    @Test func `writers with the file open at once lose nothing of each other's`() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    // Each opens the file for itself, so that the locks are those between processes.
                    let file = try Self.file(path)
                    for number in 0..<50 {
                        let key = UInt64(writer * 50 + number)
                        try file.append([(Self.key(key), Self.record(number))])
                    }
                    // Where each wrote, it finds its own.
                    for number in 0..<50 {
                        let record = file.record(for: Self.key(UInt64(writer * 50 + number)))
                        #expect(record == Self.record(number))
                    }
                }
            }
            try await group.waitForAll()
        }
        let file = try Self.file(path)
        #expect(file.count == 200 && file.damagedCount == 0)
    }

    @Test func `only the owner may read what is kept`() throws {
        let cache = try EmbeddingCache(at: "\(folder.path)/deep/cache", detector: "drawn")
        _ = try cache.detections(of: tinyReader())
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: cache.folder).first)
        for (path, mode) in [(cache.folder, 0o700), ("\(cache.folder)/\(name)", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
    }

    @Test func `a folder that cannot be made or used is named`() throws {
        try "a file".write(toFile: path, atomically: true, encoding: .utf8)
        let failure = #expect(throws: LaboratoryError.self) {
            try EmbeddingCache(at: "\(path)/below", detector: "drawn")
        }
        #expect(failure?.description.hasPrefix("\(path)/below: the folder could not be made") == true)
    }

    @Test func `the folder is XDG's, or that of the home`() {
        #expect(EmbeddingCache.defaultFolder(environment: ["XDG_CACHE_HOME": "/x", "HOME": "/h"]) == "/x/facenet")
        #expect(EmbeddingCache.defaultFolder(environment: ["HOME": "/h"]) == "/h/.cache/facenet")
        // A relative path is to be ignored, says the specification.
        #expect(
            EmbeddingCache.defaultFolder(environment: ["XDG_CACHE_HOME": "x", "HOME": "/h"]) == "/h/.cache/facenet"
        )
    }
}
