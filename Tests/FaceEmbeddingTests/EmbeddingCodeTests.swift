import FaceEmbedding
import Testing

@Suite struct EmbeddingCodeTests {
    @Test func `128 dimensions take 128 bytes`() {
        var generator = SplitMix(seed: 1)
        let code = EmbeddingCode(generator.embedding(128))
        #expect(code.bytes.count == 128)
        #expect(MemoryLayout.size(ofValue: code.bytes[0]) == 1)
    }

    @Test func `coordinates are rounded to steps of a 127th`() throws {
        let axis = try #require(Embedding(unit: [-1.0009, 0.004, -0.0039, 0.0118]))
        #expect(EmbeddingCode(axis).bytes == [-127, 1, 0, 1])
    }

    @Test(arguments: [1, 2, 31, 128, 512])
    func `the distance between codes agrees with the definition`(dimension: Int) {
        var generator = SplitMix(seed: UInt64(dimension))
        for _ in 0..<20 {
            let a = EmbeddingCode(generator.embedding(dimension))
            let b = EmbeddingCode(generator.embedding(dimension))
            let steps = zip(a.bytes, b.bytes).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
            #expect(a.squaredDistance(to: b) == min(4, Float(steps) / 16129))
            #expect(a.squaredDistance(to: a) == 0)
        }
    }

    @Test(arguments: [2, 16, 128, 512])
    func `the distance between codes is within the bound`(dimension: Int) throws {
        var generator = SplitMix(seed: 11)
        var worst: Float = 0
        for round in 0..<400 {
            let a = generator.embedding(dimension)
            // Near pairs too, where an error counts most: a step of 0 to 2 towards another direction.
            let other = generator.embedding(dimension)
            let step = Float(round % 20) / 10
            let mixed = zip(a.coordinates, other.coordinates).map { $0 + step * $1 }
            let b = try #require(Embedding(normalizing: mixed))
            let exact = a.squaredDistance(to: b).squareRoot()
            let coded = EmbeddingCode(a).squaredDistance(to: EmbeddingCode(b)).squareRoot()
            worst = max(worst, abs(exact - coded))
        }
        let bound = EmbeddingCode(generator.embedding(dimension)).distanceErrorBound
        #expect(worst <= bound)
        #expect(worst > bound / 100, "a bound this loose would say nothing")
    }

    @Test func `the bound is reached by the worst possible pair`() throws {
        // Every coordinate of `a` is just under half a step above a step, every one of `b` as far below.
        let dimension = 128
        let a = [Float](repeating: 0.0, count: dimension).indices.map { $0 < 100 ? Float(0.0039) : 0 }
        let rest = Float(1 - 100 * 0.0039 * 0.0039).squareRoot()
        var first = a
        var second = a.map { -$0 }
        first[dimension - 1] = rest
        second[dimension - 1] = rest
        let (x, y) = (try #require(Embedding(unit: first)), try #require(Embedding(unit: second)))
        let error = x.squaredDistance(to: y).squareRoot()
        #expect(EmbeddingCode(x).squaredDistance(to: EmbeddingCode(y)) == 0, "the codes are the same")
        #expect(error <= EmbeddingCode(x).distanceErrorBound)
        #expect(error > EmbeddingCode(x).distanceErrorBound * 0.85)
    }

    @Test func `a typical squared distance near 1 is off by about 0006`() throws {
        var generator = SplitMix(seed: 5)
        var squares: Float = 0
        for _ in 0..<500 {
            let a = generator.embedding(128)
            let other = generator.embedding(128)
            let b = try #require(
                Embedding(normalizing: zip(a.coordinates, other.coordinates).map { 0.577 * $0 + $1 })
            )
            let error = EmbeddingCode(a).squaredDistance(to: EmbeddingCode(b)) - a.squaredDistance(to: b)
            squares += error * error
        }
        let deviation = (squares / 500).squareRoot()
        #expect((0.004...0.008).contains(deviation), "\(deviation)")
    }

    @Test func `bytes are read back, but not those no embedding has`() {
        var generator = SplitMix(seed: 2)
        let code = EmbeddingCode(generator.embedding(128))
        #expect(EmbeddingCode(bytes: code.bytes) == code)
        #expect(EmbeddingCode(bytes: []) == nil)
        #expect(EmbeddingCode(bytes: [1, -128]) == nil)
    }

    @Test func `decoding gives a direction within the bound`() throws {
        var generator = SplitMix(seed: 9)
        for _ in 0..<50 {
            let embedding = generator.embedding(128)
            let code = EmbeddingCode(embedding)
            let decoded = try #require(code.embedding)
            #expect(decoded.squaredDistance(to: embedding).squareRoot() <= code.distanceErrorBound)
        }
        #expect(EmbeddingCode(bytes: [0, 0])?.embedding == nil)
    }
}
