import FaceEngine
import FaceTraining
import Foundation
import Testing

@Suite struct CollapseAlarmTests {
    /// A training run of a tiny network, with the alarm watching.
    private func train(
        _ loss: TripletLoss,
        _ optimizer: OptimizerConfiguration,
        rate: Float,
        steps: Int,
        offset: Float = 0,
        noise: Float = 0.7,
        seed: UInt64 = 1
    ) throws -> (findings: [CollapseAlarm.Finding], spreads: [Float], losses: [Float]) {
        var network = TinyNetwork(offset: offset, seed: seed)
        var optimizer = optimizer.optimizer(count: TinyNetwork.count)
        var alarm = CollapseAlarm(loss)
        var (findings, spreads, losses): ([CollapseAlarm.Finding], [Float], [Float]) = ([], [], [])
        for step in 0..<steps {
            let (pixels, labels) = TinyNetwork.faces(people: 6, each: 5, noise: noise, step: UInt64(step))
            let (embeddings, backward) = network.forward(pixels)
            let batch = EmbeddingBatch(embeddings: embeddings, labels: labels)
            var generator = Generator(seed: seed, UInt64(step))
            let outcome = try loss.evaluate(batch, using: &generator)
            let norm = EmbeddingDiagnosis.meanNorm(of: batch)
            spreads.append(2 - 2 * norm * norm)
            losses.append(outcome.meanLoss)
            let finding = alarm.observe(
                .init(step: step, meanNorm: norm, meanLoss: outcome.meanLoss, mined: outcome.mined, possible: 720)
            )
            if let finding { findings.append(finding) }
            optimizer.update(&network.weights, backward(outcome.gradient), rate: rate)
        }
        return (findings, spreads, losses)
    }

    @Test(arguments: [1, 2, 3] as [UInt64], [(0.3, 2), (1, 2), (3, 4), (10, 4)] as [(Float, Float)])
    func `the hardest negatives at a high rate collapse, and the alarm says so within 200 steps`(
        seed: UInt64,
        _ trouble: (rate: Float, noise: Float)
    ) throws {
        let loss = TripletLoss(mining: .batchHard)
        let run = try train(loss, .sgd(.init()), rate: trouble.rate, steps: 300, noise: trouble.noise, seed: seed)
        #expect(run.spreads[0] > 0.5 && run.spreads[299] < 0.02, "it has not collapsed")
        #expect(run.findings.map(\.cause) == [.collapsed], "once, and not as stuck beside")
        let finding = try #require(run.findings.first)
        #expect(finding.step < 200)
        #expect(finding.symptom.hasPrefix("the embedding has collapsed: the mean squared distance fell from "))
        #expect(finding.remedy.contains("mine semiHard"))
    }

    @Test(arguments: [0, 4, 12] as [Float], Mining.allCases)
    func `healthy training raises no alarm, wherever it starts`(offset: Float, mining: Mining) throws {
        // From one point, the hardest negatives get nowhere: see below.
        if mining == .batchHard, offset == 12 { return }
        let run = try train(TripletLoss(mining: mining), .adaGrad(.init()), rate: 0.05, steps: 400, offset: offset)
        #expect(run.findings.isEmpty)
        #expect(run.spreads[399] > 0.25, "it has not learned")
        #expect(offset < 12 || run.spreads[0] < 0.01 && run.losses[0] > 0.19, "its start looks like a collapse")
    }

    @Test func `a network that does not leave its first point is stuck, not collapsed`() throws {
        let run = try train(TripletLoss(mining: .batchHard), .adaGrad(.init()), rate: 0.05, steps: 400, offset: 12)
        #expect(run.findings.map(\.cause) == [.stuck])
        #expect(run.findings[0].step >= 149 && run.findings[0].remedy.hasPrefix("raise the learning rate"))
    }

    /// Findings on a made-up course of the spread, the loss at the margin.
    private func findings(
        _ alarm: inout CollapseAlarm,
        _ spreads: [Float],
        from step: Int = 0,
        mined: Int? = 9,
        possible: Int? = 100
    ) -> [CollapseAlarm.Finding] {
        spreads.enumerated().compactMap { index, spread in
            let norm = (1 - spread / 2).squareRoot()
            let meanLoss: Float? = mined == nil ? nil : 0.2
            return alarm.observe(
                .init(step: step + index, meanNorm: norm, meanLoss: meanLoss, mined: mined, possible: possible)
            )
        }
    }

    private let collapse = [Float](repeating: 1, count: 50) + [Float](repeating: 0.001, count: 100)

    @Test func `an embedding that recovers and collapses again raises the alarm again`() {
        var alarm = CollapseAlarm(TripletLoss())
        #expect(findings(&alarm, collapse + collapse).map(\.cause) == [.collapsed, .collapsed])
    }

    @Test func `a loss without triplets raises the alarm by its distances alone`() {
        var alarm = CollapseAlarm(nil)
        let found = findings(&alarm, collapse, mined: nil, possible: nil)
        #expect(found.map(\.cause) == [.collapsed])
        #expect(found.first?.symptom.contains("loss") == false)
    }

    @Test func `nothing mined from one point is a collapse too`() {
        var alarm = CollapseAlarm(TripletLoss())
        #expect(findings(&alarm, collapse, mined: 0).map(\.cause) == [.collapsed])
    }

    @Test func `a warm-up is not counted as stuck`() {
        let still = [Float](repeating: 0.01, count: 300)
        var (alarm, patient) = (CollapseAlarm(TripletLoss()), CollapseAlarm(TripletLoss(), grace: 200))
        #expect(findings(&alarm, still).map(\.cause) == [.stuck])
        #expect(findings(&patient, still).isEmpty)
        #expect(findings(&patient, still, from: 300).map(\.cause) == [.stuck])
    }

    @Test func `batches without triplets are noticed, and said once`() {
        let wide = [Float](repeating: 1, count: 60)
        var alarm = CollapseAlarm(TripletLoss())
        let found = findings(&alarm, wide, mined: 0, possible: 0)
        #expect(found.map(\.cause) == [.noTriplets] && found.first?.step == 19)
        #expect(found.first?.symptom == "the last 20 batches held no triplet")
        #expect(findings(&alarm, wide, mined: 0).isEmpty, "all satisfied is no trouble")
    }

    @Test func `a resumed alarm is raised at the same step`() throws {
        var whole = CollapseAlarm(TripletLoss())
        let course = collapse
        let expected = findings(&whole, course)
        for cut in [1, 49, 60, 75] {
            var first = CollapseAlarm(TripletLoss())
            var found = findings(&first, Array(course[..<cut]))
            var resumed = try JSONDecoder().decode(CollapseAlarm.self, from: try JSONEncoder().encode(first))
            found += findings(&resumed, Array(course[cut...]), from: cut)
            #expect(found == expected && resumed == whole)
        }
    }

    @Test func `a step that is not a number is passed over`() {
        var alarm = CollapseAlarm(TripletLoss())
        _ = findings(&alarm, collapse)
        let before = alarm
        #expect(alarm.observe(.init(step: 9, meanNorm: .nan, meanLoss: .nan, mined: 3, possible: 3)) == nil)
        #expect(alarm == before)
    }
}
