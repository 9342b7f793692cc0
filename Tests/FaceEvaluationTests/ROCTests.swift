import FaceEvaluation
import Testing

@Suite struct ROCTests {
    private struct Curve: Decodable {
        var name: String
        var distances: [Double]
        var same: [Bool]
        var auc, eer: Double
        var val: [[Double]]
    }

    @Test func `agrees with scikit-learn, ties or not`() throws {
        for curve in try golden("curves", as: [Curve].self) {
            let roc = try ROC(distances: curve.distances, isSame: curve.same)
            expectClose([roc.areaUnderCurve, roc.equalErrorRate], [curve.auc, curve.eer])
            for expected in curve.val {
                expectClose([roc.point(atFalseAcceptRate: expected[0]).validationRate], [expected[1]])
            }
        }
    }

    @Test func `the area agrees with counting every couple`() throws {
        for curve in try golden("curves", as: [Curve].self) {
            let same = zip(curve.distances, curve.same).filter(\.1).map(\.0)
            let different = zip(curve.distances, curve.same).filter { !$0.1 }.map(\.0)
            var nearer = 0.0
            for a in same { for b in different { nearer += a < b ? 1 : a == b ? 0.5 : 0 } }
            let area = nearer / Double(same.count * different.count)
            expectClose([try ROC(distances: curve.distances, isSame: curve.same).areaUnderCurve], [area])
        }
    }

    @Test func `each point's threshold gives the point's rates`() throws {
        for curve in try golden("curves", as: [Curve].self) {
            let roc = try ROC(distances: curve.distances, isSame: curve.same)
            for point in roc.points {
                let accepted = zip(curve.distances, curve.same).filter { $0.0 < point.threshold }
                let same = Double(accepted.count { $0.1 }) / Double(curve.same.count { $0 })
                let different = Double(accepted.count { !$0.1 }) / Double(curve.same.count { !$0 })
                expectClose([point.validationRate, point.falseAcceptRate], [same, different])
            }
            #expect(roc.points.first?.validationRate == 0)
            #expect(roc.points.last?.falseAcceptRate == 1)
            #expect(zip(roc.points, roc.points.dropFirst()).allSatisfy { $0.threshold < $1.threshold })
        }
    }

    @Test func `a perfect curve is its three corners`() throws {
        let roc = try ROC(distances: [0.1, 0.2, 0.3, 1, 1.1, 1.2], isSame: [true, true, true, false, false, false])
        #expect(roc.points.map(\.falseAcceptRate) == [0, 0, 1])
        #expect(roc.points.map(\.validationRate) == [0, 1, 1])
        #expect(roc.areaUnderCurve == 1)
        #expect(roc.equalErrorRate == 0)
        #expect(roc.point(atFalseAcceptRate: 0).threshold == (0.3).nextUp)
    }

    @Test func `a reversed curve has no area`() throws {
        let roc = try ROC(distances: [1, 1.1, 0.1, 0.2], isSame: [true, true, false, false])
        #expect(roc.areaUnderCurve == 0)
        #expect(roc.equalErrorRate == 1)
        #expect(roc.point(atFalseAcceptRate: 0.5).validationRate == 0)
    }

    @Test func `distances that are all the same are chance`() throws {
        let roc = try ROC(distances: [1, 1, 1, 1, 1], isSame: [true, false, false, true, false])
        #expect(roc.points.count == 2)
        #expect(roc.areaUnderCurve == 0.5)
        expectClose([roc.equalErrorRate], [0.5])
    }

    @Test func `a curve needs both kinds of pairs, and numbers`() {
        #expect(throws: EvaluationError.noSamePairs(fold: nil)) { try ROC(distances: [], isSame: []) }
        #expect(throws: EvaluationError.noSamePairs(fold: nil)) { try ROC(distances: [1], isSame: [false]) }
        #expect(throws: EvaluationError.noDifferentPairs(fold: nil)) { try ROC(distances: [1], isSame: [true]) }
        #expect(throws: EvaluationError.distanceNotFinite(index: 1)) {
            try ROC(distances: [1, .nan], isSame: [true, false])
        }
    }
}
