import FaceImaging
import Foundation
import Testing

/// Bad input: an `ImageError` each time, never a crash, never a half-decoded photo.
@Suite struct RefusalTests {
    @Test func `a JPEG cut anywhere is refused`() throws {
        let large = try Photo.noise(width: 160, height: 120).encoded(as: .jpeg(quality: 80))
        for count in stride(from: 0, to: large.count, by: 256) + [large.count - 2, large.count - 1] {
            #expect(throws: ImageError.self, "cut to \(count) of \(large.count)") {
                try Photo(decoding: Array(large.prefix(count)))
            }
        }
        for name in ["plain-420.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "exif-6.jpg"] {
            let bytes = try Golden.bytes(ofPhoto: name)
            for count in 0..<bytes.count {
                #expect(throws: ImageError.self, "\(name) cut to \(count) of \(bytes.count)") {
                    try Photo(decoding: Array(bytes.prefix(count)))
                }
            }
        }
    }

    @Test(arguments: [
        "plain.png", "interlaced.png", "palette.png", "alpha16.png", "icc.png", "lossy.webp", "lossless.webp",
        "moving.webp", "still.gif", "moving.gif", "still.heic", "still.avif",
    ])
    func `any other file cut anywhere is refused or whole`(name: String) throws {
        let bytes = try Golden.bytes(ofPhoto: name)
        guard let whole = try? Photo(decoding: bytes) else { return }
        let cuts = Array(stride(from: 0, to: bytes.count, by: max(1, bytes.count / 200))) + [bytes.count - 1]
        var refused = 0
        for count in cuts {
            do {
                // Only what follows the pixels, such as a second frame, may be missing.
                let photo = try Photo(decoding: Array(bytes.prefix(count)))
                #expect(photo == whole, "\(name) cut to \(count) of \(bytes.count)")
            } catch {
                refused += 1
            }
        }
        #expect(refused > cuts.count / 3)
    }

    @Test func `a header that claims too much is refused before decoding`() throws {
        #expect(throws: ImageError.tooManyPixels(width: 60000, height: 60000, limit: 100_000_000)) {
            try Photo(contentsOf: Golden.path(ofPhoto: "claims-60000.png"))
        }
        let start = ContinuousClock.now
        #expect(throws: ImageError.tooManyPixels(width: 30000, height: 30000, limit: 100_000_000)) {
            try Photo(contentsOf: Golden.path(ofPhoto: "bomb.png"))
        }
        // Decoding it takes seconds.
        #expect(ContinuousClock.now - start < .seconds(0.5))
        #expect(throws: ImageError.tooManyPixels(width: 48, height: 36, limit: 1727)) {
            try Photo(contentsOf: Golden.path(ofPhoto: "plain-420.jpg"), limits: ImageLimits(pixels: 1727))
        }
        #expect(throws: Never.self) {
            try Photo(contentsOf: Golden.path(ofPhoto: "plain-420.jpg"), limits: ImageLimits(pixels: 1728))
        }
    }

    @Test func `a bomb of text in the metadata does no harm`() throws {
        // libpng refuses the chunk and keeps the picture, or libvips refuses both; either is fine, 64 MiB are not.
        let photo = try? Photo(contentsOf: Golden.path(ofPhoto: "text-bomb.png"))
        #expect(try photo == nil || photo == Photo(contentsOf: Golden.path(ofPhoto: "plain.png")))
    }

    @Test func `a file over the limit is not read`() throws {
        let path = Golden.path(ofPhoto: "plain.png")
        #expect(throws: ImageError.tooManyBytes(limit: 100)) {
            try Photo(contentsOf: path, limits: ImageLimits(bytes: 100))
        }
        // A terabyte that takes no room on the disk: reading it would end badly.
        let folder = try TemporaryFolder()
        let sparse = try folder.file("sparse.jpg", Golden.bytes(ofPhoto: "plain-420.jpg"))
        try #require(truncate(sparse, 1 << 40) == 0)
        #expect(throws: ImageError.tooManyBytes(limit: 64 << 20)) { try Photo(contentsOf: sparse) }
        #expect(throws: ImageError.tooManyBytes(limit: 100)) {
            try Photo(decoding: Golden.bytes(ofPhoto: "plain.png"), limits: ImageLimits(bytes: 100))
        }
    }

    @Test func `what is not an image is refused`() throws {
        let folder = try TemporaryFolder()
        let text = try folder.file("text.jpg", Array("this is not a photo".utf8))
        let empty = try folder.file("empty.png", [])
        #expect(throws: ImageError.unsupportedFormat) { try Photo(contentsOf: text) }
        #expect(throws: ImageError.empty) { try Photo(contentsOf: empty) }
        #expect(throws: ImageError.unreadable(reason: "it is a folder")) { try Photo(contentsOf: folder.path) }
        #expect(throws: ImageError.unreadable(reason: "No such file or directory")) {
            try Photo(contentsOf: folder.path + "/missing.jpg")
        }
        #expect(throws: ImageError.unreadable(reason: "it is not a regular file")) {
            try Photo(contentsOf: "/dev/null")
        }
    }

    @Test func `formats that libvips would read are not handed to it`() {
        // Each begins as its format should; the loaders behind them have the history of holes.
        let beginnings = [
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "%PDF-1.4\n", "P6\n1 1\n255\n\0\0\0",
            "II*\0\u{8}\0\0\0", "BM", "#?RADIANCE\n", "v/1\u{1}", "SIMPLE  =", "MATLAB 5.0", "vips",
        ]
        for beginning in beginnings {
            #expect(throws: ImageError.unsupportedFormat) { try Photo(decoding: Array(beginning.utf8)) }
        }
    }

    @Test func `a JPEG is judged by its own end, not by its thumbnail's`() throws {
        var bytes = try Golden.bytes(ofPhoto: "plain-444.jpg")
        // An application segment that holds an end marker, as a thumbnail does.
        bytes.insert(contentsOf: [0xFF, 0xE5, 0x00, 0x06, 0xFF, 0xD8, 0xFF, 0xD9], at: 2)
        #expect(throws: Never.self) { try Photo(decoding: bytes + [1, 2, 3]) }
        bytes.removeLast(2)
        #expect(throws: ImageError.malformed(.jpeg, reason: "the end marker is missing")) {
            try Photo(decoding: bytes)
        }
    }

    @Test func `errors read as the end of a line`() {
        let errors: [ImageError] = [
            .unreadable(reason: "it is a folder"), .empty, .tooManyBytes(limit: 5),
            .tooManyPixels(width: 1, height: 2, limit: 1), .unsupportedFormat, .codecUnavailable(.heif),
            .malformed(.jpeg, reason: "x"), .unwritable(reason: "x"),
        ]
        for error in errors {
            #expect(!error.description.hasSuffix("."))
            #expect(!error.description.contains("\n"))
        }
        #expect("\(ImageError.malformed(.png, reason: "cut"))" == "the PNG image is cut or damaged: cut")
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "imaging-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
        return path + "/" + name
    }
}
