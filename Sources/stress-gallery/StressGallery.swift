import FaceEmbedding
import FaceGallery
import Foundation

/// Writes to a gallery until it is killed, and tells afterwards whether everything that was acknowledged is there.
///
///     stress-gallery create GALLERY
///     stress-gallery write GALLERY LOG WRITER SEED
///     stress-gallery verify GALLERY LOG...
///
/// `Scripts/kill-gallery` and `Scripts/fill-gallery` run it. Every writer has a log of its own, and people of its own.
@main
enum StressGallery {
    static func main() {
        do {
            try run(CommandLine.arguments.dropFirst())
        } catch {
            FileHandle.standardError.write(Data("stress-gallery: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func run(_ arguments: ArraySlice<String>) throws {
        switch (arguments.first, arguments.dropFirst().map(\.self)) {
        case ("create", let rest) where rest.count == 1:
            _ = try Gallery.create(at: rest[0], model: try model())
        case ("write", let rest) where rest.count == 4:
            guard let writer = UInt64(rest[2]), let seed = UInt64(rest[3]) else {
                throw Failure("WRITER and SEED are numbers")
            }
            var stress = try StressWriter(gallery: rest[0], log: rest[1], writer: writer, seed: seed)
            while true { try stress.step() }
        case ("verify", let rest) where rest.count >= 2:
            let problems = try StressVerifier(gallery: rest[0], logs: Array(rest.dropFirst())).problems()
            for problem in problems { print(problem) }
            exit(problems.isEmpty ? 0 : 1)
        default:
            throw Failure("stress-gallery create GALLERY | write GALLERY LOG WRITER SEED | verify GALLERY LOG...")
        }
    }

    static func model() throws -> GalleryModel {
        guard let fingerprint = ModelFingerprint(bytes: [UInt8](repeating: 1, count: 32)) else {
            throw Failure("32 bytes are a fingerprint")
        }
        return GalleryModel(fingerprint: fingerprint, name: "stress", dimension: 128)
    }
}

/// Why the program cannot go on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// SplitMix64: the same numbers for the same seed.
struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}

/// The face of a number, the same in every process.
func face(_ number: UInt64, of writer: UInt64) throws -> Embedding {
    var numbers = Numbers(state: writer << 40 ^ number &* 0x9E37_79B9)
    let vector = (0..<128).map { _ in Float(Int64(bitPattern: numbers.next()) >> 40) }
    guard let embedding = Embedding(normalizing: vector) else { throw Failure("a face has no direction") }
    return embedding
}
