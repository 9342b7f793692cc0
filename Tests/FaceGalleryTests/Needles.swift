import FaceEmbedding
import Foundation

/// Bytes to look for in the files of a gallery.
enum Needles {
    /// The first of `needles` that one of the gallery's files has anywhere.
    static func leftover(of needles: [Data], at path: String) -> String? {
        for suffix in ["", "-wal", "-shm", ".graph"] {
            guard let bytes = FileManager.default.contents(atPath: path + suffix) else { continue }
            for (index, needle) in needles.enumerated() {
                if bytes.range(of: needle) != nil { return "needle \(index) in \(suffix)" }
            }
        }
        return nil
    }

    /// Code and vector of a face, in pieces of 16 bytes, so that a part of them is found too.
    static func of(_ face: Embedding) -> [Data] {
        let code = EmbeddingCode(face).bytes.withUnsafeBytes { Data($0) }
        let vector = face.coordinates.withUnsafeBytes { Data($0) }
        return [code, vector].flatMap { bytes in
            stride(from: 0, through: bytes.count - 16, by: 16).map { bytes.subdata(in: $0..<$0 + 16) }
        }
    }
}
