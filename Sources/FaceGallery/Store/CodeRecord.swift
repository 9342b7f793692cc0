import FaceEmbedding

/// The bytes a gallery keeps an embedding's code as: `D` of the code, then how far the code is off.
enum CodeRecord {
    /// The bytes of a record for `D` dimensions.
    static func size(dimension: Int) -> Int { dimension + MemoryLayout<Float>.size }

    /// The record of an embedding: ``EmbeddingCode``, then the distance (not squared) from the embedding to the point the
    /// code stands for, as a little-endian float.
    ///
    /// A search that compares codes first knows by it how wrong it may be, and compares what is in doubt exactly.
    static func bytes(of embedding: Embedding) -> [UInt8] {
        let dimension = embedding.dimension
        return [UInt8](unsafeUninitializedCapacity: size(dimension: dimension)) { bytes, count in
            var squares = 0.0
            embedding.coordinates.withUnsafeBufferPointer { coordinates in
                for index in 0..<dimension {
                    // As EmbeddingCode rounds.
                    let step = max(-127, min(127, (coordinates[index] * EmbeddingCode.scale).rounded()))
                    let difference = Double(coordinates[index]) - Double(step) / Double(EmbeddingCode.scale)
                    squares += difference * difference
                    bytes[index] = UInt8(bitPattern: Int8(step))
                }
            }
            // Rounded up, so that it is a bound: once for the float, once for the sum.
            let error = Float(squares.squareRoot()).nextUp.nextUp
            withUnsafeBytes(of: error.bitPattern.littleEndian) { error in
                for index in 0..<4 { bytes[dimension + index] = error[index] }
            }
            count = size(dimension: dimension)
        }
    }

    /// The error at the end of a record.
    static func error(of record: UnsafeRawBufferPointer, dimension: Int) -> Float {
        Float(bitPattern: UInt32(littleEndian: record.loadUnaligned(fromByteOffset: dimension, as: UInt32.self)))
    }

    /// The first 8 bytes of a photo's hash as a number: what its index is in order of.
    static func key(_ hash: [UInt8]) -> Int64 { Int64(bitPattern: hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }) }
}
