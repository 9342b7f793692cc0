import FaceEngine
import FaceTestSupport
import FaceTraining
import Testing

@Suite struct GradientNormTests {
    private func withBuffers<Result>(
        _ a: inout [Float],
        _ b: inout [Float],
        _ body: ([UnsafeMutableBufferPointer<Float>]) -> Result
    ) -> Result {
        a.withUnsafeMutableBufferPointer { a in b.withUnsafeMutableBufferPointer { body([a, $0]) } }
    }

    @Test func `two arrays are clipped as PyTorch clips two parameters`() throws {
        let golden = try OptimizerGolden.load()
        for expected in golden.clipped {
            var (a, b) = (Array(golden.gradients[0][..<5]), Array(golden.gradients[0][5...]))
            let norm = withBuffers(&a, &b) { GradientNorm.clip($0, to: expected.limit) }
            #expect(abs(norm - expected.norm) < 1e-6)
            let shape: Shape = [7]
            expectClose(Tensor(a + b, shape: shape), Tensor(expected.gradients, shape: shape), .elementwise)
        }
        #expect(golden.clipped.map(\.limit) == [1, 100], "one that clips and one that does not")
    }

    @Test(arguments: [0, 1, 15, 16, 17, 4096, 4100, 10_001])
    func `the length counts every scalar once`(count: Int) {
        var (a, b): ([Float], [Float]) = ([Float](repeating: 2, count: count), [3])
        let norm = withBuffers(&a, &b) { GradientNorm.norm(of: $0.map { UnsafeBufferPointer($0) }) }
        #expect(abs(norm - Double(4 * count + 9).squareRoot()) < 1e-9)
    }

    @Test func `what is not finite shows in the length, and is not spread by clipping`() {
        var (a, b): ([Float], [Float]) = ([1, .nan], [3])
        #expect(withBuffers(&a, &b) { GradientNorm.clip($0, to: 0.1) }.isNaN)
        #expect(b == [3] && a[0] == 1)
    }

    @Test func `each stage has its own length`() {
        let layout = ParameterLayout([
            ParameterRole("conv1.weight", [2]), ParameterRole("mixed.branch.weight", [1]),
            ParameterRole("conv1.bias", [1]),
        ])
        let norms = ([3, 0, 7, 4] as [Float]).withUnsafeBufferPointer { GradientNorm.byStage($0, layout) }
        #expect(norms.map(\.stage) == ["conv1", "mixed"] && norms.map(\.norm) == [5, 7])
    }
}
