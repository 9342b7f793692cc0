import FaceTraining
import Testing

@Suite struct SeededGeneratorTests {
    @Test func `a place draws the same numbers every time, and others than its neighbors`() {
        func draw(_ generator: SeededGenerator) -> [UInt64] {
            var generator = generator
            return (0..<4).map { _ in generator.next() }
        }
        #expect(draw(SeededGenerator(seed: 7, 1, 2)) == draw(SeededGenerator(seed: 7, 1, 2)))
        let places = [
            SeededGenerator(seed: 7), SeededGenerator(seed: 7, 1), SeededGenerator(seed: 7, 1, 2),
            SeededGenerator(seed: 7, 2, 1), SeededGenerator(seed: 8, 1, 2), SeededGenerator(seed: 7, 1, 3),
        ]
        #expect(Set(places.map(draw)).count == places.count)
    }
}
