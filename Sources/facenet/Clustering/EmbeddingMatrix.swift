import FaceEmbedding
import Foundation

/// Embeddings from a `.npy` file.
enum EmbeddingMatrix {
    /// Reads a matrix of 32-bit floats, little-endian and row-major, a face a row.
    ///
    /// - Throws: ``Failure`` if it is anything else, or a row has no direction: zeros, an infinity, or no number.
    static func embeddings(at path: String) throws(Failure) -> [Embedding] {
        guard let data = FileManager.default.contents(atPath: path) else { throw Failure(path, "could not be read") }
        let bytes = [UInt8](data)
        guard bytes.count > 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes[6] == 1 else {
            throw Failure(path, "is not a .npy file of version 1")
        }
        let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
        guard start <= bytes.count else { throw Failure(path, "is cut off") }
        let header = String(decoding: bytes[10..<start], as: UTF8.self)
        guard header.contains("'<f4'"), header.contains("'fortran_order': False"), let (rows, columns) = shape(header),
            rows >= 0, columns > 0, rows < 1 << 31, columns <= 4096
        else { throw Failure(path, "is not a matrix of 32-bit floats") }
        guard bytes.count == start + 4 * rows * columns else { throw Failure(path, "is cut off") }
        var embeddings: [Embedding] = []
        embeddings.reserveCapacity(rows)
        for row in 0..<rows {
            let vector = bytes.withUnsafeBytes { bytes in
                (0..<columns).map {
                    bytes.loadUnaligned(fromByteOffset: start + 4 * (row * columns + $0), as: Float.self)
                }
            }
            guard let embedding = Embedding(normalizing: vector) else {
                throw Failure(path, "row \(row) is no embedding: it has no direction")
            }
            embeddings.append(embedding)
        }
        return embeddings
    }

    /// The two numbers of `'shape': (12, 128)`.
    private static func shape(_ header: String) -> (Int, Int)? {
        guard let open = header.range(of: "'shape': (")?.upperBound, let close = header[open...].firstIndex(of: ")")
        else { return nil }
        let numbers = header[open..<close].split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == 2, let rows = numbers[0], let columns = numbers[1] else { return nil }
        return (rows, columns)
    }
}
