import FaceEngine
import FaceTraining
import Foundation
import Testing

@Suite struct EmbeddingDiagnosisTests {
    @Test(arguments: TripletRoles.allCases)
    func `shares agree with a count of all triplets`(roles: TripletRoles) throws {
        let batch = EmbeddingBatch.random(faces: [1, 6, 60, 4])
        let distances = try PairwiseDistances(batch)
        let naive = NaiveMining(
            distances: distances,
            labels: batch.labels,
            isOccluded: batch.isOccluded,
            roles: roles,
            margin: 0.3
        )
        let diagnosis = try EmbeddingDiagnosis(batch, distances, margin: 0.3, roles: roles)
        let all = naive.all
        func share(_ isCounted: (Triplet) -> Bool) -> Double { Double(all.count(where: isCounted)) / Double(all.count) }
        #expect(diagnosis.tripletCount == all.count)
        #expect(diagnosis.activeShare == share { naive.negative($0) < naive.positive($0) + 0.3 })
        #expect(diagnosis.semiHardShare == Double(naive.semiHard.count) / Double(all.count))
        #expect(diagnosis.hardShare == share { naive.negative($0) <= naive.positive($0) })
        #expect(diagnosis.hardShare > 0 && diagnosis.semiHardShare > 0 && diagnosis.activeShare < 1)
    }

    @Test func `percentiles agree with sorted distances`() throws {
        let batch = EmbeddingBatch.random(faces: [30, 20, 50])
        let distances = try PairwiseDistances(batch)
        let diagnosis = try EmbeddingDiagnosis(batch, distances, margin: 0.2, ranks: false)
        for (isSame, percentiles) in [(true, diagnosis.positives), (false, diagnosis.negatives)] {
            let percentiles = try #require(percentiles)
            let sorted = (0..<100).flatMap { row in
                (row + 1..<100).filter { (batch.labels[row] == batch.labels[$0]) == isSame }.map { distances[row, $0] }
            }.sorted()
            let found = [percentiles.p5, percentiles.p25, percentiles.p50, percentiles.p75, percentiles.p95]
            for (share, value) in zip([0.05, 0.25, 0.5, 0.75, 0.95], found) {
                let expected = sorted[Int((share * Double(sorted.count)).rounded(.up)) - 1]
                #expect(abs(expected - value) < 1.0 / 2048)
            }
        }
        #expect(diagnosis.effectiveRank == nil)
    }

    @Test func `the mean's length says how crowded a batch is`() throws {
        let batch = EmbeddingBatch.random(faces: [9, 9, 9])
        let distances = try PairwiseDistances(batch)
        let mean = distances.squared.reduce(0, +) / Float(27 * 27)
        let norm = EmbeddingDiagnosis.meanNorm(of: batch)
        #expect(abs(mean - (2 - 2 * norm * norm)) < 1e-5)
    }

    @Test func `one person, one face and nobody are no trouble`() throws {
        for faces in [[], [1], [4], [1, 1]] {
            let batch = EmbeddingBatch.random(faces: faces)
            let diagnosis = try EmbeddingDiagnosis(batch, try PairwiseDistances(batch), margin: 0.2)
            #expect(diagnosis.tripletCount == 0 && diagnosis.activeShare == 0 && diagnosis.hardShare == 0)
            #expect((diagnosis.positives != nil) == (faces == [4]))
            #expect((diagnosis.negatives != nil) == (faces == [1, 1]))
            #expect(diagnosis.meanNorm.isFinite)
        }
    }

    @Test func `a diagnosis survives a file`() throws {
        let batch = EmbeddingBatch.random(faces: [3, 4])
        let diagnosis = try EmbeddingDiagnosis(batch, try PairwiseDistances(batch), margin: 0.2)
        let data = try JSONEncoder().encode(diagnosis)
        #expect(try JSONDecoder().decode(EmbeddingDiagnosis.self, from: data) == diagnosis)
    }
}
