import FaceEmbedding
import Foundation
import Testing

@testable import FaceEvaluation

@Suite struct PairingCalibrationTests {
    private let faces: CalibrationFaces = {
        var crowd = CalibrationCrowd(seed: 1)
        return crowd.faces(150)
    }()

    private let quick = IdentityBootstrap(replicates: 100)

    /// Every distance of two people, by the definition.
    private func distances(_ pairing: FacePairing) -> [Float] {
        let (a, b) = (faces.firsts(pairing.sides.probe), faces.firsts(pairing.sides.enrolled))
        return a.indices.flatMap { i in
            b.indices.filter { pairing.isSymmetric ? $0 < i : $0 != i }.map { a[i].squaredDistance(to: b[$0]) }
        }
    }

    @Test(arguments: [FacePairing.bare, .bareMouth, .mouthMouth])
    func `a threshold is the farthest that keeps to its rate`(pairing: FacePairing) throws {
        let calibration = PairingCalibration(pairing, of: faces, rates: [0.1, 0.01], source: "", bootstrap: quick)
        let all = distances(pairing)
        #expect(calibration.pairs == all.count)
        #expect(calibration.thresholds.map(\.rate) == [0.1, 0.01])
        for point in calibration.thresholds {
            let within = all.count { $0 <= point.threshold }
            #expect(point.falseAccepts.count == within)
            #expect(Double(within) <= point.rate * Double(all.count))
            #expect(Double(all.count { $0 <= point.threshold + 1e-5 }) > point.rate * Double(all.count) - 1)
            let interval = try #require(point.overPeople)
            #expect(interval.contains(point.falseAccepts.rate))
            let range = try #require(point.thresholds)
            #expect(range.contains(point.threshold))
        }
    }

    @Test func `hidden mouths need another threshold than bare ones`() {
        func threshold(_ pairing: FacePairing) -> Float {
            PairingCalibration(pairing, of: faces, rates: [0.01], source: "", bootstrap: quick).thresholds[0].threshold
        }
        #expect(threshold(.mouthMouth) < threshold(.bare) - 0.01)
    }

    @Test func `pairs of one person are of different photos`() {
        let calibration = PairingCalibration(.bareMouth, of: faces, rates: [0.1], source: "", bootstrap: quick)
        let genuine = faces.people.compactMap { person in
            person.photos[0][.bare].flatMap { a in person.photos[1][.mouthCovered].map { a.squaredDistance(to: $0) } }
        }
        #expect(faces.genuineDistances(.bareMouth) == genuine)
        let limit = calibration.thresholds[0].threshold
        #expect(calibration.thresholds[0].trueAccepts == Share(genuine.count { $0 <= limit }, of: 150))
    }

    @Test func `a rate that too few pairs support is not stated`() {
        let calibration = PairingCalibration(
            .bareMouth,
            of: faces,
            rates: [1e-1, 1e-2, 1e-3],
            source: "",
            bootstrap: quick
        )
        // 11,175 pairs of people, though each makes two distances: 30 of a thousandth would need 30,000.
        #expect(calibration.thresholds.map(\.rate) == [0.1, 0.01])
        #expect(calibration.unsupported == [.init(target: 1e-3, neededPairs: 30_000)])
    }

    @Test func `people who look like many make a wider interval than independent pairs`() throws {
        let point = PairingCalibration(.bare, of: faces, rates: [0.1], source: "").thresholds[0]
        let people = try #require(point.overPeople)
        let pairs = point.falseAccepts.interval
        #expect(people.upper - people.lower > 1.5 * (pairs.upper - pairs.lower))
    }

    @Test func `the interval is the bootstrap of all pairs`() throws {
        let distances = ImpostorDistances(faces, .bare)
        let limit = distances.threshold(rate: 0.02)
        let first = faces.firsts(.bare)
        var hits: [(first: Int, second: Int)] = []
        for i in first.indices {
            for j in 0..<i where first[i].squaredDistance(to: first[j]) <= limit { hits.append((i, j)) }
        }
        #expect(
            distances.intervals(at: [limit], by: quick) == [quick.falseAcceptInterval(hits: hits, people: 150)]
        )
    }

    @Test func `a list's threshold accepts just what was counted`() throws {
        let near: [Float] = [0.1, 0.3, 0.7]
        let distances = near + (0..<400).map { 0.9 + Float($0) / 400 }
        let isSame = distances.indices.map { $0 < 3 }
        let list = PairingCalibration(
            .bare,
            distances: distances,
            isSame: isSame,
            people: distances.indices.map { ("p\($0 % 9)", isSame[$0] ? "p\($0 % 9)" : "q\($0 % 7)") },
            rates: [0.01, 0.1],
            impostors: 400,
            bootstrap: quick
        )
        #expect(list.people == 16 && list.pairs == 400 && list.tail == nil)
        #expect(list.unsupported == [.init(target: 0.01, neededPairs: 3000)])
        let point = try #require(list.thresholds.first)
        #expect(point.falseAccepts.count == 40 && point.trueAccepts.count == 3)
        #expect(distances[3...].count { $0 <= point.threshold } == 40)
        #expect(try #require(point.overPeople).contains(0.1))
    }

    @Test func `it is read back as it was written`() throws {
        let calibration = PairingCalibration(.bare, of: faces, rates: [0.1, 1e-5], source: "drawn", bootstrap: quick)
        let bytes = try JSONEncoder().encode(calibration)
        #expect(try JSONDecoder().decode(PairingCalibration.self, from: bytes) == calibration)
        #expect(calibration.tail?.people == 150)
        #expect(calibration.tail?.source == "drawn")
    }
}

@Suite struct CalibrationSplitTests {
    @Test func `a person's side follows from the name alone`() {
        var crowd = CalibrationCrowd(seed: 2)
        let faces = crowd.faces(400)
        let (measured, heldOut) = faces.split(heldOut: 0.25, seed: 7)
        #expect(measured.people.count + heldOut.people.count == 400)
        #expect((70...130).contains(heldOut.people.count))
        #expect(Set(measured.people.map(\.name)).isDisjoint(with: heldOut.people.map(\.name)))
        let fewer = CalibrationFaces(people: Array(faces.people[..<100]), visibilities: faces.visibilities)
        let names = Set(fewer.people.map(\.name))
        #expect(
            fewer.split(heldOut: 0.25, seed: 7).heldOut.people.map(\.name)
                == heldOut.people.map(\.name).filter(names.contains)
        )
        #expect(faces.split(heldOut: 0.25, seed: 8).heldOut.people.map(\.name) != heldOut.people.map(\.name))
    }
}
