import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

/// What encryption costs; prints the figures of the documentation.
///
///     FACENET_MEASURE=1 swift test -c release -Xswiftc -enable-testing --filter EncryptionCost
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FACENET_MEASURE"] != nil), .serialized)
struct EncryptionCost {
    @Test func `100,000 templates of 128 numbers`() throws {
        var faces = Faces(dimension: 128)
        let enrolled = (0..<100_000).map { _ in NewTemplate(faces.next()) }
        for key in [nil, GalleryKey()] {
            let kind = key == nil ? "plain" : "encrypted"
            let test = try TestGallery(dimension: 128, options: Gallery.Options(key: key))
            let clock = ContinuousClock()
            let enrolling = try clock.measure {
                for start in stride(from: 0, to: enrolled.count, by: 10_000) {
                    try test.gallery.enroll(Array(enrolled[start..<start + 10_000]), as: nil)
                }
            }
            try test.gallery.close()
            print("\(kind): enrolled in \(enrolling), \(GalleryFile.size(of: test.gallery.path)) bytes")
            for threads in [1, 2] {
                let times = try (0..<9).map { _ in
                    try clock.measure {
                        let gallery = try test.again(Gallery.Options(key: key, threads: threads))
                        #expect(try gallery.snapshot().count == 100_000)
                        try gallery.close()
                    }
                }
                print("\(kind): opened by \(threads) threads in \(times.sorted()[4]), least \(times.sorted()[0])")
            }
            let gallery = try test.again(Gallery.Options(key: key))
            let rotating = try clock.measure { try gallery.rotateKey(to: GalleryKey()) }
            print("\(kind): given another key in \(rotating)")
        }
    }
}
