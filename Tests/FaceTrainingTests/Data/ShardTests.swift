import FaceImaging
import Foundation
import Testing

@testable import FaceTraining

@Suite struct ShardTests {
    private let folder: PhotoFolder

    init() throws { folder = try PhotoFolder() }

    private static let landmarks = FaceLandmarks(coordinates: [1, 2, 3, 4, 5, 6, 7, 8.5, -9, 10])

    /// Packs four small images of three people, the names sorted otherwise than they are packed.
    private func pack(shardBytes: Int = 1 << 20) throws -> [String] {
        let writer = ShardWriter(
            folder: folder.path,
            shardBytes: shardBytes,
            metadata: ["crop": "tight", "size": "6x6"]
        )
        for (number, person) in ["zoë", "ada", "zoë", "bob"].enumerated() {
            let record = ShardRecord(
                person: person,
                name: "\(number).jpg",
                landmarks: number == 1 ? Self.landmarks : nil,
                occlusion: number == 2 ? "mask" : nil,
                sourceHash: ContentHash(of: "source \(number)")
            )
            try writer.append(try Self.image(number).encoded(as: .png), record)
        }
        try writer.finish()
        return writer.shards
    }

    private static func image(_ number: Int) -> Photo { PhotoFolder.photo(number, width: 6, height: 6) }

    /// Reads a shard as a training would: its index, and every image.
    private func read(_ bytes: [UInt8]) throws -> [Photo] {
        // A new file each time: some file systems flush one that is written again.
        unlink("\(folder.path)/test.bin")
        let shard = try Shard(path: try folder.write(bytes, to: "test.bin"))
        return try shard.records.indices.map { index in
            try FaceSample(name: "", label: 0, source: .record(index, of: shard)).photo()
        }
    }

    @Test(arguments: [1 << 20, 300, 1])
    func `what was packed is what is read, in one shard or several`(shardBytes: Int) throws {
        let shards = try pack(shardBytes: shardBytes)
        #expect(shardBytes == 1 << 20 ? shards.count == 1 : shards.count > 1)
        if shardBytes == 1 { #expect(shards.count == 4) }
        let set = try FaceDataset(reading: [DatasetSource(at: folder.path)])
        #expect(set.people.map(\.name) == ["ada", "bob", "zoë"])
        #expect(set.samples.map(\.name) == ["1.jpg", "3.jpg", "0.jpg", "2.jpg"])
        #expect(try set.samples.map { try $0.photo() } == [1, 3, 0, 2].map(Self.image))
        #expect(set.samples.map(\.landmarks) == [Self.landmarks, nil, nil, nil])
        #expect(set.samples.map(\.occlusion) == [nil, nil, nil, "mask"])
        #expect(set.samples.map(\.hash) == [1, 3, 0, 2].map { ContentHash(of: "source \($0)") })
        #expect(set.metadata == ["crop": "tight", "size": "6x6"])
        #expect(set.report.problems.isEmpty)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.allSatisfy { $0.hasSuffix(".faces") })
    }

    @Test func `a cut shard is refused, wherever it is cut`() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: try pack()[0])))
        #expect(try read(whole).count == 4)
        for count in 0..<whole.count {
            #expect(throws: DataError.self, "\(count) bytes") { try read(Array(whole.prefix(count))) }
        }
        #expect(throws: DataError.self) { try read(whole + [0]) }
    }

    @Test func `a flipped bit is noticed, wherever it is`() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: try pack()[0])))
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= 1 << UInt8(place % 8)
            #expect(throws: DataError.self, "byte \(place)") { try read(bytes) }
        }
    }

    @Test func `the reason says what the file is`() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: try pack()[0])))
        func reason(_ bytes: [UInt8]) -> String {
            do {
                _ = try read(bytes)
                return ""
            } catch { return "\(error)" }
        }
        #expect(
            reason(Array("a text that is no shard".utf8)) == "is not a shard of faces: it does not begin with FACESHRD"
        )
        var newer = whole
        newer[8] = 2
        #expect(reason(newer) == "is not a shard of faces: it is of version 2, and 1 is read: pack it again")
        #expect(reason(whole.dropLast()) == "the shard is cut or damaged: its end is missing")
        var image = whole
        image[40] ^= 1
        #expect(reason(image) == "the shard is cut or damaged: the image of 0.jpg is not what was packed")
    }

    /// A shard whose digest is right and whose index lies: `change` alters the index before it is signed.
    private func forged(
        _ whole: [UInt8],
        recordCount: UInt64? = nil,
        _ change: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        let footer = Array(whole.suffix(ShardFormat.footerBytes))
        let offset = footer.withUnsafeBytes { Int($0.loadUnaligned(as: UInt64.self)) }
        var index = Array(whole[offset..<whole.count - ShardFormat.footerBytes])
        change(&index)
        var numbers = ByteWriter()
        numbers.append(UInt64(offset))
        numbers.append(UInt64(index.count))
        numbers.append(recordCount ?? 4)
        let digest = (ShardFormat.header + index + numbers.bytes).withUnsafeBytes { ContentHash(of: $0) }
        return whole[..<offset] + index + numbers.bytes + digest.bytes + ShardFormat.tail
    }

    @Test func `an index that lies is refused, though its digest is right`() throws {
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: try pack()[0])))
        #expect(try read(forged(whole)).count == 4)
        for count in [0, 3, 5, UInt64(Int.max), .max] {
            #expect(throws: DataError.self, "\(count) records") { try read(forged(whole, recordCount: count)) }
        }
        for place in 0..<600 {
            for value in [0, 0xff, 0x7f] as [UInt8] {
                // Taken or refused; never a trap or a wish for all memory.
                _ = try? read(forged(whole) { if place < $0.count { $0[place] = value } })
            }
        }
    }

    @Test func `a disk that is full is an error, and leaves nothing`() throws {
        let writer = ShardWriter(folder: folder.path + "/none")
        #expect(throws: DataError.unwritable(reason: "No such file or directory")) {
            try writer.append([1], ShardRecord(person: "a", name: "b", sourceHash: ContentHash(of: "")))
        }
        do {
            let abandoned = ShardWriter(folder: folder.path)
            try abandoned.append([1], ShardRecord(person: "a", name: "b", sourceHash: ContentHash(of: "")))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a damaged image is left out when the set is read, a damaged index stops the reading`() throws {
        let path = try pack()[0]
        var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[40] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let set = try FaceDataset(reading: [.shards(folder.path)])
        #expect(set.samples.count == 3)
        #expect(set.report.problems.map(\.kind) == [.unreadable])
        bytes[bytes.count - 30] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(throws: DataFailure.self) { try FaceDataset(reading: [.shards(folder.path)]) }
    }
}
