import Testing

@testable import FaceTraining

@Suite struct ProcrustesTurnTests {
    private func vectors(_ count: Int, _ dimension: Int, seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count * dimension).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    @Test func `a turn is found again, from vectors that are longer in some directions than in others`() throws {
        let dimension = 6
        let turn = try PrincipalDirections(of: vectors(40, dimension, seed: 1), dimension: dimension, count: dimension)
            .rows
        var given = vectors(50, dimension, seed: 2)
        for place in given.indices { given[place] *= [1, 0.5, 0.2, 0.1, 0.05, 0.01][place % dimension] }
        let images = try PrincipalDirections.project(given, onto: turn, dimension: dimension)
        let found = try ProcrustesTurn(of: given, to: images, dimension: dimension)
        for (a, b) in zip(found.rows, turn) { #expect(abs(a - b) < 1e-3) }
        for (a, b) in zip(try found.image(of: given), images) { #expect(abs(a - b) < 1e-4) }
    }

    @Test func `a direction that no vector has is left out, and the others are turned as they should be`() throws {
        let given: [Float] = [1, 0, 0, 0, 2, 0, 1, 1, 0]
        let images: [Float] = [0, 1, 0, -2, 0, 0, -1, 1, 0]
        let found = try ProcrustesTurn(of: given, to: images, dimension: 3)
        let expected: [Float] = [0, -1, 0, 1, 0, 0, 0, 0, 0]
        for (a, b) in zip(found.rows, expected) { #expect(abs(a - b) < 1e-4) }
    }

    @Test func `directions turn with their coordinates`() throws {
        let (dimension, width) = (3, 5)
        let photos = vectors(20, width, seed: 3)
        let directions = try PrincipalDirections(of: photos, dimension: width, count: dimension).rows
        let coordinates = try PrincipalDirections.project(photos, onto: directions, dimension: width)
        let turn = try ProcrustesTurn(of: coordinates, to: vectors(20, dimension, seed: 4), dimension: dimension)
        let turned = try turn.turned(directions, width: width)
        let again = try PrincipalDirections.project(photos, onto: turned, dimension: width)
        for (a, b) in zip(try turn.image(of: coordinates), again) { #expect(abs(a - b) < 1e-4) }
        let (before, after) = (coordinates.reduce(0) { $0 + $1 * $1 }, again.reduce(0) { $0 + $1 * $1 })
        #expect(abs(before - after) < 1e-3 * before)
    }
}
