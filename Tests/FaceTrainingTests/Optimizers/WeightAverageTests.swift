import FaceTraining
import Testing

@Suite struct WeightAverageTests {
    @Test func `the average follows its formula, faster at first`() {
        var average = WeightAverage(decay: 0.15, values: [1, 0])
        // The first decays are 1/10 and 2/11; the second is cut to 0.15.
        ([2, 10] as [Float]).withUnsafeBufferPointer { average.update($0) }
        #expect(abs(average.values[0] - 1.9) < 1e-6 && abs(average.values[1] - 9) < 1e-6)
        ([0, 0] as [Float]).withUnsafeBufferPointer { average.update($0, threads: 2) }
        #expect(abs(average.values[0] - 0.15 * 1.9) < 1e-6 && average.updates == 2)
    }

    @Test func `an average of equal weights is those weights, and one that was kept goes on`() {
        let weights: [Float] = [0.1, -3, 7]
        var average = WeightAverage(values: weights)
        for _ in 0..<5 { weights.withUnsafeBufferPointer { average.update($0) } }
        #expect(average.values == weights)
        #expect(WeightAverage(values: average.values, updates: 5) == average)
    }
}
