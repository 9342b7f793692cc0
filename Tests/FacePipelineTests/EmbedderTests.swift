import FaceEmbedding
import FaceEngine
import FaceImaging
import FaceNetworks
import FaceTestSupport
import Testing

@testable import FacePipeline

@Suite struct EmbedderTests {
    private func crops(_ count: Int) -> [Photo] {
        var generator = SeededGenerator(seed: 4)
        return (0..<count).map { _ in
            let pixels = (0..<192).map { _ in UInt8.random(in: 0...255, using: &generator) }
            return Photo(width: 8, height: 8, pixels: pixels)
        }
    }

    private func mirrored(_ photo: Photo) -> Photo {
        var result = photo
        for y in 0..<8 { for x in 0..<8 { result[x, y] = photo[7 - x, y] } }
        return result
    }

    /// The model's definition, crop by crop.
    private func reference(_ crop: Photo, _ model: Model) throws -> [Float] {
        var scalars = [Float](repeating: 0, count: 192)
        for y in 0..<8 {
            for x in 0..<8 {
                let color = crop[x, y]
                for (channel, byte) in [color.red, color.green, color.blue].enumerated() {
                    scalars[(channel * 8 + y) * 8 + x] = (Float(byte) - 127.5) / 128
                }
            }
        }
        let input = Tensor(scalars, shape: [1, 3, 8, 8])
        return try model.network.evaluateReference([input], parameters: model.parameters)[0].scalars
    }

    @Test(arguments: [0, 1, 4, 9])
    func `embeddings are the network's, full batch or rest`(count: Int) throws {
        let model = try tinyModel()
        let embedder = Embedder(model, options: Embedder.Options(batchSize: 4))
        let crops = crops(count)
        let embeddings = try embedder.embeddings(of: crops)
        #expect(embeddings.count == count)
        for (embedding, crop) in zip(embeddings, crops) {
            let expected = try reference(crop, model)
            #expect(zip(embedding.coordinates, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test func `mirrored crops are appended, or added, at unit length`() throws {
        let model = try tinyModel()
        let crop = crops(1)[0]
        let (one, other) = (try reference(crop, model), try reference(mirrored(crop), model))
        let both = try #require(Embedding(normalizing: one + other))
        let sum = try #require(Embedding(normalizing: zip(one, other).map(+)))
        func embedding(_ mirroring: Embedder.Mirroring) throws -> Embedding {
            try Embedder(model, options: Embedder.Options(mirroring: mirroring)).embeddings(of: [crop])[0]
        }
        #expect(try embedding(.concatenated).squaredDistance(to: both) < 1e-9)
        #expect(try embedding(.averaged).squaredDistance(to: sum) < 1e-9)
        #expect(try embedding(.none).dimension == 4)
    }

    @Test func `blue comes first where the model says so`() throws {
        var model = try tinyModel()
        let crop = crops(1)[0]
        var swapped = crop
        for y in 0..<8 {
            for x in 0..<8 {
                let color = crop[x, y]
                swapped[x, y] = Color(red: color.blue, green: color.green, blue: color.red)
            }
        }
        let expected = try Embedder(model).embeddings(of: [swapped])
        model.card.normalization.order = .bgr
        #expect(try Embedder(model).embeddings(of: [crop]) == expected)
    }
}
