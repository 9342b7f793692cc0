import FaceEmbedding
import Foundation
import GRDB

@testable import FaceGallery

/// A folder of its own, gone when the tests end.
struct TemporaryFolder: Sendable {
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.root) }
        return FileManager.default.temporaryDirectory.appending(path: "gallery-tests-\(UUID().uuidString)").path
    }()

    let path: String

    init() throws {
        path = "\(Self.root)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A gallery in a folder of its own.
struct TestGallery {
    static let fingerprint = ModelFingerprint(bytes: [UInt8](repeating: 7, count: 32))
    let folder: TemporaryFolder
    let gallery: Gallery

    init(dimension: Int = 8, options: Gallery.Options = Gallery.Options(actor: "tester")) throws {
        folder = try TemporaryFolder()
        gallery = try Gallery.create(
            at: folder.file("g.gallery"),
            model: Self.model(dimension: dimension),
            options: options
        )
    }

    static func model(dimension: Int = 8) -> GalleryModel {
        guard let fingerprint else { preconditionFailure("32 bytes are a fingerprint") }
        return GalleryModel(fingerprint: fingerprint, name: "test", dimension: dimension)
    }

    /// The same file, opened once more.
    func again(_ options: Gallery.Options = Gallery.Options(actor: "other")) throws -> Gallery {
        try Gallery(contentsOf: gallery.path, options: options)
    }
}

extension TestGallery {
    /// Writes the file that a program of an older version would have made: without what later steps add.
    func writeOlder(version: Int, to path: String) throws {
        let database = try DatabaseQueue(path: path)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(GallerySchema.applicationID)")
            for step in GallerySchema.steps.prefix(version) { try database.execute(sql: step.sql) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            try database.execute(sql: "ATTACH ? AS new", arguments: [gallery.path])
            for table in ["gallery", "people", "names", "templates", "codes", "vectors", "audit"] {
                try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM new.\(table)")
            }
            try database.execute(sql: "DETACH new")
        }
        try database.close()
    }
}

/// Points on the sphere, the same for the same seed.
struct Faces {
    var state: UInt64
    let dimension: Int

    init(seed: UInt64 = 1, dimension: Int = 8) {
        state = seed
        self.dimension = dimension
    }

    mutating func next() -> Embedding {
        while true {
            let vector = (0..<dimension).map { _ in Float(Int64(bitPattern: nextBits()) >> 40) }
            if let embedding = Embedding(normalizing: vector) { return embedding }
        }
    }

    /// SplitMix64.
    mutating func nextBits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
