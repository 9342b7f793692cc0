import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

@Suite struct PairwiseDistancesTests {
    @Test(arguments: [1, 2])
    func `distances agree with their definition, and the diagonal is zero`(threads: Int) throws {
        let batch = EmbeddingBatch.random(faces: [3, 4, 30], dimension: 128)
        let distances = try PairwiseDistances(batch, threads: threads)
        let x = batch.embeddings.scalars
        let expected = (0..<batch.count).flatMap { row in
            (0..<batch.count).map { column in
                (0..<128).reduce(Float(0)) { sum, place in
                    let difference = x[row * 128 + place] - x[column * 128 + place]
                    return sum + difference * difference
                }
            }
        }
        let shape: Shape = [batch.count, batch.count]
        expectClose(
            Tensor(distances.squared, shape: shape),
            Tensor(expected, shape: shape),
            Tolerance(absolute: 1e-6, relative: 0)
        )
        #expect((0..<batch.count).allSatisfy { distances[$0, $0] == 0 })
    }

    @Test func `equal and opposite vectors stay between 0 and 4`() throws {
        let half = Float(0.5).squareRoot()
        let rows: [Float] = [half, half, half, half, -half, -half]
        let batch = EmbeddingBatch(embeddings: Tensor(rows, shape: [3, 2]), labels: [0, 0, 1])
        let distances = try PairwiseDistances(batch)
        #expect(distances.squared.allSatisfy { (0...4).contains($0) })
        #expect(distances[0, 1] < 1e-6 && distances[1, 2] > 4 - 1e-6)
    }

    @Test func `what is not an embedding is refused by its row`() {
        func error(_ rows: [Float]) -> LossError? {
            let batch = EmbeddingBatch(embeddings: Tensor(rows, shape: [2, 2]), labels: [0, 1])
            do throws(LossError) {
                _ = try PairwiseDistances(batch)
                return nil
            } catch {
                return error
            }
        }
        #expect(error([1, 0, .nan, 0]) == .notFinite(row: 1))
        #expect(error([-.infinity, 0, 1, 0]) == .notFinite(row: 0))
        #expect(error([1, 0, 0, 3]) == .notUnit(row: 1, length: 3))
        #expect(error([1, 0, 0, 0]) == .notUnit(row: 1, length: 0))
        #expect(error([1, 0, 0, 1]) == nil)
    }
}
