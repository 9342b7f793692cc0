import FaceEmbedding
import FaceEvaluation
import Foundation
import Testing

@Suite struct SyntheticCrowdTests {
    private let crowd = SyntheticCrowd(seed: 1)

    private func quantiles(_ distances: [Float], _ shares: [Double]) -> [Float] {
        let sorted = distances.sorted()
        return shares.map { sorted[Int($0 * Double(sorted.count))] }
    }

    /// Of one photo each of 4,275 LFW people, 9 million pairs.
    @Test func `different people are as far apart as real ones`() {
        let faces = (0..<3000).map { crowd.photo(0, of: $0) }
        var distances: [Float] = []
        for (index, face) in faces.enumerated() { distances += faces[..<index].map { $0.squaredDistance(to: face) } }
        let real: [Float] = [1.5538, 1.1928, 0.9173, 0.7024, 0.5386]
        for (drawn, real) in zip(quantiles(distances, [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]), real) {
            #expect(abs(drawn / real - 1) < 0.06, "\(drawn), real \(real)")
        }
        let mean = distances.reduce(0, +) / Float(distances.count)
        #expect(abs(mean - 1.95) < 0.05)
    }

    @Test func `photos of one person are as far apart as real ones`() {
        let distances = (0..<4000).map { crowd.photo(0, of: $0).squaredDistance(to: crowd.photo(1, of: $0)) }
        let real: [Float] = [0.1005, 0.1601, 0.2822, 0.3951, 0.5455, 0.8437, 1.048]
        for (drawn, real) in zip(quantiles(distances, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]), real) {
            #expect(abs(drawn / real - 1) < 0.1, "\(drawn), real \(real)")
        }
    }

    @Test func `every photo follows from the seed and two numbers`() {
        let again = SyntheticCrowd(seed: 1)
        #expect(crowd.photo(3, of: 77_777) == again.photo(3, of: 77_777))
        #expect(crowd.photo(3, of: 77_777) != crowd.photo(4, of: 77_777))
        #expect(SyntheticCrowd(seed: 2).photo(3, of: 77_777) != crowd.photo(3, of: 77_777))
    }

    @Test func `many at once are those one by one`() {
        var coordinates = [Float](repeating: 9, count: 5 * 128)
        coordinates.withUnsafeMutableBufferPointer { crowd.write(photo: 2, of: 40..<45, to: $0) }
        #expect(coordinates == (40..<45).flatMap { crowd.photo(2, of: $0).coordinates })
    }

    @Test(arguments: [49, 128, 512])
    func `distances do not depend on the dimension`(dimension: Int) {
        let turned = SyntheticCrowd(dimension: dimension, seed: 1)
        for person in 0..<50 {
            let expected = crowd.photo(0, of: person).squaredDistance(to: crowd.photo(0, of: person + 1))
            let distance = turned.photo(0, of: person).squaredDistance(to: turned.photo(0, of: person + 1))
            #expect(abs(distance - expected) < 1e-4)
        }
    }

    @Test func `a calibration on thousands holds for tens of thousands`() throws {
        let people = (0..<3000).map { crowd.photo(0, of: $0) }
        let tail = try #require(ImpostorTail(oneFaceEach: people, source: "crowd"))
        let size = 20_000
        let gallery = (0..<size).map { crowd.photo(0, of: 10_000 + $0) }
        let threshold = tail.threshold(falsePositiveRate: 0.01, gallerySize: size)
        let hits = (0..<1500).count { index in
            let stranger = crowd.photo(0, of: 1_000_000 + index)
            return gallery.contains { $0.squaredDistance(to: stranger) <= threshold }
        }
        #expect((8...30).contains(hits), "\(hits) of 1500 strangers")
    }
}
