import FaceEmbedding
import Testing

@testable import FaceEvaluation

@Suite struct HeldOutRateTests {
    private let quick = IdentityBootstrap(replicates: 200)

    /// A calibration on people, and the rates that others find; the others are drawn with another likeness if asked.
    private func checks(seed: UInt64, likeness: Float = 1.5, pairing: FacePairing = .mouthMouth) -> [HeldOutRate] {
        var crowd = CalibrationCrowd(seed: seed)
        let (own, others) = (crowd.faces(160), crowd.faces(160, name: "q", likeness: likeness))
        let calibration = PairingCalibration(pairing, of: own, rates: [0.1, 0.01], source: "", bootstrap: quick)
        return HeldOutRate.falseAccepts(of: calibration, on: others, by: quick)
    }

    @Test func `people like those it was measured on pass as often as asked, in most draws`() {
        let all = (0..<20).flatMap { checks(seed: $0) }
        #expect(all.count == 40)
        // 83 % of thresholds and 95 % of procedures are expected; of twenty draws few are fewer than these.
        #expect(all.count(where: \.holds) >= 28)
        #expect(all.count(where: \.procedureHolds) >= 35)
        #expect(
            all.allSatisfy {
                $0.wholeInterval.lower <= $0.interval.lower && $0.wholeInterval.upper >= $0.interval.upper
            }
        )
    }

    @Test func `people who are more alike are told from chance`() {
        let checks = checks(seed: 1, likeness: 6)
        #expect(checks.map(\.asked) == [0.1, 0.01])
        #expect(checks.allSatisfy { $0.measured > 1.5 * $0.asked && !$0.holds && !$0.procedureHolds })
    }

    @Test func `a rate that the people held out do not support is not asked`() {
        var crowd = CalibrationCrowd(seed: 3)
        let (own, few) = (crowd.faces(160), crowd.faces(40, name: "q"))
        let calibration = PairingCalibration(.bare, of: own, rates: [0.1, 0.01], source: "", bootstrap: quick)
        // 780 pairs: 78 false accepts of a tenth, 8 of a hundredth.
        #expect(HeldOutRate.falseAccepts(of: calibration, on: few, by: quick).map(\.asked) == [0.1])
    }

    @Test func `strangers in galleries are counted over all galleries`() {
        var crowd = CalibrationCrowd(seed: 4)
        let faces = crowd.faces(7)
        let limit: Float = 1.2
        let search = StrangerSearch(faces, .bareMouth, within: limit)
        let (probes, enrolled) = (faces.firsts(.mouthCovered), faces.firsts(.bare))
        // By the definition: every gallery of two of the six others.
        var (found, searches) = (0, 0)
        for probe in 0..<7 {
            let others = (0..<7).filter { $0 != probe }
            for (place, a) in others.enumerated() {
                for b in others[(place + 1)...] {
                    searches += 1
                    if [a, b].contains(where: { probes[probe].squaredDistance(to: enrolled[$0]) <= limit }) {
                        found += 1
                    }
                }
            }
        }
        let expected = Double(found) / Double(searches)
        #expect(expected > 0 && expected < 1)
        #expect(abs(search.falsePositiveRate(gallerySize: 2) - expected) < 1e-12)
    }

    @Test func `the law of galleries holds for people it never saw`() {
        var crowd = CalibrationCrowd(seed: 5)
        let (own, others) = (crowd.faces(500), crowd.faces(500, name: "q"))
        let calibration = PairingCalibration(.bareMouth, of: own, rates: [0.1], source: "", bootstrap: quick)
        let checks = HeldOutRate.falsePositives(
            of: calibration,
            measuredOn: own,
            on: others,
            rate: 0.05,
            gallerySizes: [50, 200, 400],
            by: quick
        )
        #expect(checks.map(\.gallerySize) == [50, 200])
        for check in checks {
            #expect(check.measured > 0.02 && check.measured < 0.1)
            #expect(check.interval.contains(check.measured))
            #expect(check.hits > 0)
        }
    }
}
