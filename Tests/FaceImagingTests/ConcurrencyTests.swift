import FaceImaging
import Testing

/// Photos are decoded side by side: libvips is shared by all.
@Suite struct ConcurrencyTests {
    @Test func `decoding from many tasks gives what decoding alone gives`() async throws {
        let names = ["plain-420.jpg", "icc.png", "alpha16.png", "lossy.webp", "moving.gif", "exif-6.jpg", "cmyk.jpg"]
        let files = try names.map { try Golden.bytes(ofPhoto: $0) }
        let alone = try files.map { try Photo(decoding: $0) }
        let differing = await withTaskGroup(of: Int.self) { group in
            for turn in 0..<64 {
                group.addTask {
                    let index = turn % files.count
                    // Every third is cut: errors are made and cleared at the same time.
                    let bytes = turn % 3 == 2 ? Array(files[index].prefix(files[index].count / 2)) : files[index]
                    let photo = try? Photo(decoding: bytes)
                    return photo == (turn % 3 == 2 ? nil : alone[index]) ? 0 : 1
                }
            }
            return await group.reduce(0, +)
        }
        #expect(differing == 0)
    }
}
