import FaceEmbedding
import Foundation
import Testing

@Suite struct ImpostorTailTests {
    /// Numbers near those of a classic model on LFW.
    private let tail = ImpostorTail(
        points: [
            ImpostorTail.Point(squaredDistance: 0.5, falseAcceptRate: 5e-6),
            ImpostorTail.Point(squaredDistance: 0.9, falseAcceptRate: 1e-3),
            ImpostorTail.Point(squaredDistance: 1.5, falseAcceptRate: 1e-1),
        ],
        level: -5.69,
        exponent: 8.02,
        growth: 0.846,
        people: 4275,
        source: "test"
    )

    @Test(arguments: [1e-8, 1e-6, 1e-5, 1e-3, 0.02, 0.1, 0.5])
    func `the threshold of a false accept rate has that rate`(rate: Double) throws {
        let tail = try #require(tail)
        let back = tail.falseAcceptRate(at: tail.threshold(falseAcceptRate: rate))
        #expect(abs(back / rate - 1) < 1e-4)
    }

    @Test(arguments: [1e-4, 1e-3, 0.01, 0.1, 0.5], [1, 10, 100, 4000, 1_000_000])
    func `the threshold of a false positive rate has that rate`(rate: Double, size: Int) throws {
        let tail = try #require(tail)
        let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: size)
        #expect(abs(tail.falsePositiveRate(threshold: threshold, gallerySize: size) / rate - 1) < 1e-4)
    }

    @Test func `measured points are passed through`() throws {
        let tail = try #require(tail)
        #expect(abs(tail.falseAcceptRate(at: 0.9) - 1e-3) < 1e-8)
        #expect(tail.falseAcceptRate(at: 0) == 0)
        #expect(tail.falseAcceptRate(at: 4) == 1)
    }

    @Test func `a larger gallery needs a nearer face`() throws {
        let tail = try #require(tail)
        let thresholds = [1, 10, 100, 1000, 10_000, 1_000_000].map {
            tail.threshold(falsePositiveRate: 0.01, gallerySize: $0)
        }
        #expect(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test func `strangers never find more than independent comparisons would`() throws {
        let tail = try #require(tail)
        for size in [1, 30, 1000, 100_000] {
            for distance in stride(from: 0.05 as Float, through: 2, by: 0.05) {
                let rate = tail.falsePositiveRate(threshold: distance, gallerySize: size)
                let hazard = Double(size) * tail.falseAcceptRate(at: distance)
                #expect(rate <= -expm1(-hazard) * (1 + 1e-12))
            }
        }
    }

    @Test func `nobody is found in an empty gallery`() throws {
        #expect(try #require(tail).falsePositiveRate(threshold: 4, gallerySize: 0) == 0)
    }

    @Test func `what too few people ran into is extrapolated`() throws {
        let tail = try #require(tail)
        #expect(!tail.isExtrapolated(falsePositiveRate: 0.01, gallerySize: 4000))
        #expect(tail.isExtrapolated(falsePositiveRate: 0.001, gallerySize: 4000))
        #expect(tail.isExtrapolated(falsePositiveRate: 0.01, gallerySize: 5000))
    }

    @Test func `it is read back as it was written`() throws {
        let tail = try #require(tail)
        #expect(try JSONDecoder().decode(ImpostorTail.self, from: JSONEncoder().encode(tail)) == tail)
    }

    @Test(arguments: [(-5.0, -1.0, 0.9, 4000), (-5, 8, 0, 9), (-5, 8, 1.1, 9), (.nan, 8, 1, 9), (-5, 8, 1, 1)])
    func `numbers out of range are no tail`(level: Double, exponent: Double, growth: Double, people: Int) throws {
        let points = try #require(tail).points
        func make(_ points: [ImpostorTail.Point], _ level: Double = -5) -> ImpostorTail? {
            ImpostorTail(points: points, level: level, exponent: 8, growth: 1, people: 9, source: "")
        }
        #expect(
            ImpostorTail(
                points: points,
                level: level,
                exponent: exponent,
                growth: growth,
                people: people,
                source: ""
            ) == nil
        )
        #expect(make(points) != nil)
        #expect(make(points.reversed()) == nil)
        #expect(make([points[0]]) == nil)
    }

    @Test func `a file whose numbers are out of range is refused`() throws {
        let tail = try #require(tail)
        let text = try String(decoding: JSONEncoder().encode(tail), as: UTF8.self)
        let bad = text.replacingOccurrences(of: "\"growth\":0.846", with: "\"growth\":7")
        #expect(bad != text)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ImpostorTail.self, from: Data(bad.utf8)) }
    }
}

@Suite struct ImpostorTailFittingTests {
    /// Points on a sphere, some of them crowded around one place, as likenesses are among people.
    private func crowd(_ count: Int, seed: UInt64) -> [Embedding] {
        var generator = SplitMix(seed: seed)
        func normal() -> Float {
            let (u, v) = (Float.random(in: 1e-7..<1, using: &generator), Float.random(in: 0..<1, using: &generator))
            return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
        }
        return (0..<count).compactMap { index in
            var vector = (0..<12).map { _ in normal() }
            if index.isMultiple(of: 5) { vector[0] += 4 }
            return Embedding(normalizing: vector)
        }
    }

    @Test(arguments: [(0.01, 200), (0.01, 1000), (0.001, 1000), (0.01, 5000)])
    func `fresh strangers find somebody as often as was asked`(rate: Double, size: Int) throws {
        let tail = try #require(ImpostorTail(oneFaceEach: crowd(3000, seed: 1), source: "drawn"))
        let gallery = crowd(size, seed: 2)
        let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: size)
        let strangers = crowd(5000, seed: 3)
        let hits = strangers.count { stranger in
            gallery.contains { $0.squaredDistance(to: stranger) <= threshold }
        }
        let measured = Double(hits) / Double(strangers.count)
        #expect(measured > rate / 2 && measured < rate * 2, "\(measured) for \(rate) at \(size)")
    }

    @Test func `likenesses that crowd make the rate grow more slowly than the gallery`() throws {
        let tail = try #require(ImpostorTail(oneFaceEach: crowd(1500, seed: 1), source: "drawn"))
        #expect(tail.growth < 0.99)
        #expect(tail.people == 1500)
        #expect(tail.source == "drawn")
    }

    @Test func `the false accept rates are those of all pairs`() throws {
        let faces = crowd(300, seed: 4)
        let tail = try #require(ImpostorTail(oneFaceEach: faces, source: ""))
        for point in tail.points {
            var near = 0
            for (index, face) in faces.enumerated() {
                near += faces[..<index].count { $0.squaredDistance(to: face) <= point.squaredDistance }
            }
            #expect(point.falseAcceptRate == Double(near) / Double(300 * 299 / 2))
        }
    }

    @Test func `probes of another kind among enrolled faces are counted both ways round`() throws {
        let (probes, enrolled) = (crowd(200, seed: 4), crowd(200, seed: 5))
        let tail = try #require(ImpostorTail(probes: probes, among: enrolled, source: "two kinds"))
        #expect(tail.people == 200)
        for point in tail.points {
            var near = 0
            for (index, face) in probes.enumerated() {
                near += enrolled.indices.count {
                    $0 != index && face.squaredDistance(to: enrolled[$0]) <= point.squaredDistance
                }
            }
            #expect(point.falseAcceptRate == Double(near) / Double(200 * 199))
        }
        #expect(ImpostorTail(probes: Array(probes[..<99]), among: Array(enrolled[..<99]), source: "") == nil)
    }

    @Test func `the same faces on both sides give the tail of one side`() throws {
        let faces = crowd(300, seed: 4)
        let (both, one) = (
            ImpostorTail(probes: faces, among: faces, source: ""), ImpostorTail(oneFaceEach: faces, source: "")
        )
        #expect(both?.exponent == one?.exponent)
        #expect(both?.growth == one?.growth)
        let distance: Float = 0.5
        let rates = [both, one].compactMap { $0?.falseAcceptRate(at: distance) }
        #expect(rates.count == 2 && abs(rates[0] / rates[1] - 1) < 0.2)
    }

    @Test func `too few people, or no likenesses, give nothing`() throws {
        #expect(ImpostorTail(oneFaceEach: crowd(99, seed: 1), source: "") == nil)
        let axis = try #require(Embedding(unit: [1, 0, 0]))
        #expect(ImpostorTail(oneFaceEach: Array(repeating: axis, count: 200), source: "") == nil)
        let axes = (0..<200).compactMap { axis in Embedding(unit: (0..<200).map { $0 == axis ? 1 : 0 }) }
        #expect(ImpostorTail(oneFaceEach: axes, source: "") == nil)
    }
}
