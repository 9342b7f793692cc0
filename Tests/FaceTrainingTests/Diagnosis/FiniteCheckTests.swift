import FaceEngine
import FaceTraining
import Testing

@Suite struct FiniteCheckTests {
    private func firstPlace(_ array: [Float]) -> Int? {
        array.withUnsafeBufferPointer { FiniteCheck.firstPlace(in: $0) }
    }

    @Test(arguments: [0, 1, 15, 16, 4095, 4096, 4111, 9000], [Float.nan, .infinity, -.infinity])
    func `the first place that is not finite is found, wherever it is`(place: Int, value: Float) {
        var array = [Float](repeating: .greatestFiniteMagnitude, count: 9001)
        #expect(firstPlace(array) == nil)
        array[place] = value
        array[9000] = .nan
        #expect(firstPlace(array) == place)
        #expect(firstPlace([]) == nil)
    }

    @Test func `the parameter is named`() throws {
        let layout = ParameterLayout([ParameterRole("a.weight", [2, 3]), ParameterRole("b.bias", [4])])
        var array = [Float](repeating: 1, count: 10)
        #expect(array.withUnsafeBufferPointer { FiniteCheck.offender(in: $0, layout) } == nil)
        array[8] = .infinity
        let offender = try #require(array.withUnsafeBufferPointer { FiniteCheck.offender(in: $0, layout) })
        #expect(offender.parameter == "b.bias" && offender.index == 2 && offender.value == .infinity)
    }
}
