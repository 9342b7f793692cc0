import FaceImaging
import Foundation
import Testing

/// Photos written and read again.
@Suite struct EncodingTests {
    let photo: Photo

    init() throws {
        photo = try Photo(contentsOf: Golden.path(ofPhoto: "plain.png"))
    }

    @Test func `PNG is exact`() throws {
        #expect(try Photo(decoding: photo.encoded(as: .png)) == photo)
    }

    @Test(arguments: [ImageEncoding.jpeg(), .jpeg(quality: 500), .webp(), .webp(quality: 100)])
    func `lossy encodings come close`(encoding: ImageEncoding) throws {
        let decoded = try Photo(decoding: photo.encoded(as: encoding))
        #expect(decoded.width == photo.width && decoded.height == photo.height)
        #expect(meanDifference(decoded, photo) < 4)
    }

    @Test func `less quality is fewer bytes`() throws {
        #expect(try photo.encoded(as: .jpeg(quality: 30)).count < photo.encoded(as: .jpeg(quality: 95)).count)
    }

    @Test func `the extension chooses the format`() throws {
        let folder = try TemporaryFolder()
        for (name, signature) in [("a.jpg", [0xFF, 0xD8]), ("b.PNG", [0x89, 0x50]), ("c.webp", [0x52, 0x49])] {
            try photo.write(to: folder.path + "/" + name)
            let bytes = try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            #expect(bytes.prefix(2).map(Int.init) == signature)
        }
        #expect(ImageEncoding(forPath: "x.tiff") == nil)
    }

    @Test func `writing replaces the file and leaves nothing beside it`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("photo.png", [1, 2, 3])
        try photo.write(to: path)
        #expect(try Photo(contentsOf: path) == photo)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["photo.png"])
    }

    @Test func `a write that fails leaves nothing`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/taken.png", withIntermediateDirectories: false)
        #expect(throws: ImageError.unwritable(reason: "Is a directory")) {
            try photo.write(to: folder.path + "/taken.png")
        }
        #expect(throws: ImageError.unwritable(reason: "No such file or directory")) {
            try photo.write(to: folder.path + "/nowhere/photo.png")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken.png"])
    }
}
