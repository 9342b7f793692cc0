import FaceEmbedding
import FaceGallery
import Foundation

/// Compares a gallery with what its writers' logs say of it.
struct StressVerifier {
    private let path: String
    private let gallery: Gallery
    private let logs: [String]

    init(gallery: String, logs: [String]) throws {
        path = gallery
        self.logs = logs
        self.gallery = try Gallery(contentsOf: gallery, options: Gallery.Options(actor: "verifier"))
    }

    /// What is lost, found again, left over or not sound; and settles in the logs what was announced only.
    func problems() throws -> [String] {
        var problems = try gallery.check().map { "check: \($0)" }
        let snapshot = try gallery.snapshot()
        var expected = 0
        var remains = Remains()
        for (writer, path) in logs.enumerated() {
            let writer = UInt64(writer + 1)
            var log = try StressLog(path: path)
            let found = try contents(of: writer)
            if let open = log.open {
                var with = log.state
                with.apply(open)
                // All of it or nothing: half an enrollment is neither.
                try log.end(found == with.people && found != log.state.people)
            }
            let state = log.state
            for (person, known) in state.people where found[person] != known {
                problems.append("\(writer)-\(person) is \(found[person].map { "\($0)" } ?? "lost"), not \(known)")
            }
            for person in Set(found.keys).subtracting(state.people.keys) {
                let why = state.goneNames.contains(person) ? "was removed" : "was never acknowledged"
                problems.append("\(writer)-\(person) is there, who \(why)")
            }
            expected += state.people.values.reduce(0) { $0 + $1.faces.count }
            for number in state.gone { remains.insert(try face(number, of: writer)) }
            for number in state.gone.shuffled().prefix(10) {
                let near = try snapshot.nearestTemplates(to: face(number, of: writer), count: 1)
                if let near = near.first, near.squaredDistance < 0.01 {
                    problems.append("removed face \(number) of writer \(writer) is found as \(near.template)")
                }
            }
        }
        if snapshot.count != expected { problems.append("\(snapshot.count) faces are searched, not \(expected)") }
        for suffix in ["", "-wal", ".graph"] {
            guard let bytes = FileManager.default.contents(atPath: path + suffix) else { continue }
            if let offset = remains.first(in: bytes) {
                problems.append("bytes of a removed face are left at \(offset) of GALLERY\(suffix)")
            }
        }
        return problems
    }

    /// The people of a writer as the gallery has them.
    private func contents(of writer: UInt64) throws -> [UInt64: StressState.Person] {
        var numbers: [Embedding: UInt64] = [:]
        let log = try StressLog(path: logs[Int(writer) - 1])
        for number in 0..<log.state.nextFace { numbers[try face(number, of: writer)] = number }
        var contents: [UInt64: StressState.Person] = [:]
        for person in try gallery.people(limit: .max) where person.name.hasPrefix("\(writer)-") {
            guard let number = UInt64(person.name.dropFirst("\(writer)-".count)) else { continue }
            // A face that no writer ever made would be a number no log has.
            contents[number] = StressState.Person(
                faces: Set(try gallery.templates(of: person.id).map { numbers[$0.embedding] ?? .max }),
                rejected: Set(try gallery.rejections(of: person.id).values.map { numbers[$0] ?? .max })
            )
        }
        return contents
    }
}

/// Pieces of 16 bytes of what was removed, to be looked for at every offset of a file.
struct Remains {
    private struct Piece: Hashable {
        var first: UInt64
        var second: UInt64
    }

    private var pieces: Set<Piece> = []
    /// A bit for each hash of a piece's first half: most offsets are ruled out by it.
    private var filter = [UInt64](repeating: 0, count: 1 << 16)

    /// Adds code and vector of a face.
    mutating func insert(_ embedding: Embedding) {
        EmbeddingCode(embedding).bytes.withUnsafeBytes { insert($0) }
        embedding.coordinates.withUnsafeBytes { insert($0) }
    }

    /// The first offset at which there is a piece.
    func first(in data: Data) -> Int? {
        data.withUnsafeBytes { bytes in
            for offset in stride(from: 0, through: bytes.count - 16, by: 1) {
                let first = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let bit = Self.bit(first)
                guard filter[bit >> 6] & (1 << UInt64(bit & 63)) != 0 else { continue }
                let second = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
                if pieces.contains(Piece(first: first, second: second)) { return offset }
            }
            return nil
        }
    }

    private mutating func insert(_ bytes: UnsafeRawBufferPointer) {
        for offset in stride(from: 0, through: bytes.count - 16, by: 16) {
            let first = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let second = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            pieces.insert(Piece(first: first, second: second))
            let bit = Self.bit(first)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    private static func bit(_ value: UInt64) -> Int { Int((value &* 0x9E37_79B9_7F4A_7C15) >> 42) }
}
