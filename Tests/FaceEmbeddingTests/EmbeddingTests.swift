import FaceEmbedding
import Foundation
import Testing

@Suite struct EmbeddingTests {
    @Test(arguments: [1, 1e-30, 1e30, .leastNonzeroMagnitude] as [Float])
    func `a vector of any length is scaled to unit length`(scale: Float) throws {
        let embedding = try #require(Embedding(normalizing: [3 * scale, 4 * scale]))
        #expect(abs(embedding.coordinates[0] - 0.6) < 1e-6)
        #expect(abs(length(embedding) - 1) < 1e-6)
    }

    @Test(arguments: [[], [0, 0], [.nan, 1], [.infinity, 1]] as [[Float]])
    func `a vector without direction is no embedding`(vector: [Float]) {
        #expect(Embedding(normalizing: vector) == nil)
        #expect(Embedding(unit: vector) == nil)
    }

    @Test func `a unit vector is kept bit for bit`() throws {
        let vector: [Float] = [0.6001, 0.8]
        #expect(try #require(Embedding(unit: vector)).coordinates == vector)
        #expect(try #require(Embedding(normalizing: vector)).coordinates != vector)
        #expect(Embedding(unit: [0.61, 0.8]) == nil)
    }

    @Test(arguments: [1, 2, 15, 16, 17, 31, 32, 33, 48, 63, 128, 500, 512])
    func `distance and cosine agree with the definition`(dimension: Int) throws {
        var generator = SplitMix(seed: UInt64(dimension))
        for _ in 0..<20 {
            let a = generator.embedding(dimension)
            let b = generator.embedding(dimension)
            let pairs = zip(a.coordinates, b.coordinates).map { (Double($0), Double($1)) }
            let distance = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            let cosine = pairs.reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(Double(a.squaredDistance(to: b)) - distance) < 2e-6)
            #expect(abs(Double(a.cosine(to: b)) - cosine) < 2e-6)
            #expect(a.squaredDistance(to: b) == b.squaredDistance(to: a))
        }
    }

    @Test func `distance runs from exactly 0 through exactly 4`() {
        var generator = SplitMix(seed: 7)
        for _ in 0..<200 {
            let a = generator.embedding(128)
            guard let opposite = Embedding(unit: a.coordinates.map { -$0 }) else { continue }
            #expect(a.squaredDistance(to: a) == 0)
            #expect(a.squaredDistance(to: opposite) <= 4)
            #expect(a.squaredDistance(to: opposite) > 4 - 1e-5)
            #expect(abs(a.cosine(to: a)) <= 1)
            #expect(abs(a.cosine(to: opposite)) <= 1)
        }
    }

    @Test func `a vector longer than 1 by the tolerance stays in range`() throws {
        let a = try #require(Embedding(unit: [1.0009, 0]))
        let b = try #require(Embedding(unit: [-1.0009, 0]))
        #expect(a.squaredDistance(to: b) == 4)
        #expect(a.cosine(to: a) == 1)
        #expect(a.cosine(to: b) == -1)
    }

    @Test func `JSON keeps every bit`() throws {
        var generator = SplitMix(seed: 3)
        let embedding = generator.embedding(128)
        let data = try JSONEncoder().encode(embedding)
        #expect(try JSONDecoder().decode(Embedding.self, from: data) == embedding)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Embedding.self, from: Data("[3, 4]".utf8)) }
    }

    private func length(_ embedding: Embedding) -> Double {
        embedding.coordinates.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
