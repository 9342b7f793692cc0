import Testing

@testable import FaceTraining

@Suite struct PrincipalDirectionsTests {
    /// Vectors that lie in a plane of space but for a little noise.
    private func vectors(_ count: Int) -> [Float] {
        var generator = SeededGenerator(seed: 5)
        return (0..<count).flatMap { _ -> [Float] in
            let (a, b) = (Float.random(in: -3...3, using: &generator), Float.random(in: -1...1, using: &generator))
            let noise = Float.random(in: -0.01...0.01, using: &generator)
            return [a + noise, a - noise, 2 * b, -b]
        }
    }

    @Test func `the leading directions hold nearly all of vectors near a plane, the longest first`() throws {
        let found = try PrincipalDirections(of: vectors(400), dimension: 4, count: 2)
        #expect(found.share > 0.999 && found.share <= 1)
        let first = found.rows[0..<4]
        // The longest direction is that of (1, 1, 0, 0).
        #expect(abs(abs(first[0]) - Float(0.5).squareRoot()) < 0.05)
        #expect(abs(first[0] - first[1]) < 0.05)
    }

    @Test func `directions are of unit length and at right angles`() throws {
        let found = try PrincipalDirections(of: vectors(50), dimension: 4, count: 3)
        for a in 0..<3 {
            for b in 0..<3 {
                let product = (0..<4).reduce(Float(0)) { $0 + found.rows[a * 4 + $1] * found.rows[b * 4 + $1] }
                #expect(abs(product - (a == b ? 1 : 0)) < 1e-4)
            }
        }
    }

    @Test func `projected onto all directions, vectors keep their distances`() throws {
        let given = vectors(30)
        let found = try PrincipalDirections(of: given, dimension: 4, count: 4)
        let projected = try PrincipalDirections.project(given, onto: found.rows, dimension: 4)
        for (a, b) in [(0, 1), (3, 17), (29, 5)] {
            func distance(_ values: [Float]) -> Float {
                (0..<4).reduce(0) { sum, place in
                    let difference = values[a * 4 + place] - values[b * 4 + place]
                    return sum + difference * difference
                }
            }
            #expect(abs(distance(given) - distance(projected)) < 1e-3 * max(1, distance(given)))
        }
    }
}
