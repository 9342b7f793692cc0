import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

extension DetectorTrainer {
    /// The seconds trained, those before resumptions included.
    var seconds: Double { secondsBefore + (ContinuousClock.now - began) / .seconds(1) }

    /// Takes steps until the last one, the time, or the caller says so; tries, saves and writes the model on the way.
    func train(until isStopped: () -> Bool) throws -> Trainer.Ending {
        let end = max(configuration.run.steps ?? .max, step)
        let log = try TrainingLog<DetectorLogLine>(path: "\(configuration.output)/log.jsonl", keepingSteps: step)
        let summary = DetectorSummary(
            weights: program.layout.count,
            scenes: composer.parts.reduce(0) { $0 + $1.scenes.count },
            faces: composer.parts.reduce(0) { $0 + $1.scenes.reduce(0) { $0 + $1.faces.count } },
            tried: validation.count,
            precision: program.options.precision.rawValue,
            firstStep: step
        )
        try log.write(DetectorLogLine(started: summary))
        observe(.started(summary))
        let loader = SceneLoader(
            composer,
            steps: step..<end,
            batch: configuration.batch,
            seed: configuration.seed,
            threads: configuration.data.threads
        )
        loader.start()
        defer { loader.cancel() }
        var isOver = isStopped()
        while step < end, !isOver, configuration.run.seconds.map({ seconds < $0 }) ?? true {
            let record = try learn(from: loader)
            step += 1
            try log.write(DetectorLogLine(step: record))
            observe(.stepped(record))
            if configuration.validateEvery > 0, step.isMultiple(of: configuration.validateEvery) { try attempt(log) }
            if isSavingDue { try save(log) }
            isOver = isStopped()
        }
        let isInterrupted = isOver && step < end
        if !isInterrupted, lastTrial?.step != step { try attempt(log) }
        if savedStep != step { try save(log) }
        guard !isInterrupted else { return .interrupted }
        let folder = "\(configuration.output)/model"
        try DetectorModel(
            card: DetectorCard(name: "compact", network: configuration.network),
            parameters: bestParameters
        ).write(toFolder: folder)
        observe(.wrote(model: folder))
        return .finished(model: folder)
    }

    /// Learns from the pictures of a step.
    private func learn(from loader: SceneLoader) throws -> DetectorStepRecord {
        let clock = ContinuousClock()
        let start = clock.now
        let pictures = try loader.pictures(of: step)
        let waited = (clock.now - start) / .seconds(1)
        for (index, picture) in pictures.enumerated() { write(picture.photo, at: index) }
        try program.forward(inputs: [pixels.reading], outputs: outputs.map(\.buffer))
        let targets = pictures.map { target(of: $0) }
        let (terms, loss) = configuration.loss.evaluate(
            outputs.map(\.reading),
            targets,
            into: gradients.map(\.buffer)
        )
        guard loss.isFinite else { throw TrainingError.notFinite(NotFinite(step: step, place: .loss)) }
        program.zeroGradients()
        try program.backward(outputGradients: gradients.map(\.reading))
        let norm =
            configuration.run.clip.map { GradientNorm.clip([program.gradients], to: $0) }
            ?? GradientNorm.norm(of: [UnsafeBufferPointer(program.gradients)])
        guard norm.isFinite else { throw TrainingError.notFinite(NotFinite(step: step, place: .gradients)) }
        let rate = configuration.schedule.rate(at: step)
        let threads = configuration.run.threads ?? 1
        optimizer.update(program.weights, UnsafeBufferPointer(program.gradients), rate: rate, threads: threads)
        program.weightsChanged()
        average?.update(UnsafeBufferPointer(program.weights), threads: threads)
        return DetectorStepRecord(
            step: step + 1,
            loss: loss,
            terms: terms,
            rate: rate,
            gradientNorm: norm,
            seconds: (clock.now - start) / .seconds(1),
            waited: waited
        )
    }

    private func write(_ photo: Photo, at index: Int) {
        let count = 3 * configuration.side * configuration.side
        photo.resample(
            width: configuration.side,
            height: configuration.side,
            filter: .area,
            format: Self.format,
            into: pixels[index * count..<(index + 1) * count]
        )
    }

    private func target(of picture: SceneComposer.Picture) -> DetectionLoss.Target {
        DetectionLoss.Target(
            faces: picture.faces,
            assignment: GridAssignment(
                picture.faces,
                ignored: picture.ignored,
                height: configuration.side,
                width: configuration.side
            )
        )
    }

    /// Tries the weights on the validation's scenes, batch by batch; what does not fill a batch is left out.
    private func attempt(_ log: TrainingLog<DetectorLogLine>) throws {
        let size = min(configuration.batch, validation.count)
        guard size > 0 else { return }
        let side = configuration.side
        let inference = try InferenceProgram(
            configuration.network.network(rows: side, columns: side),
            parameters: bestParameters,
            options: InferenceOptions(
                batchSize: size,
                precision: program.options.precision,
                threads: configuration.run.threads ?? 1
            )
        )
        let results = inference.outputShapes.map { Floats($0.count) }
        let spare = inference.outputShapes.map { Floats($0.count) }
        let input = UnsafeBufferPointer(pixels[0..<inference.inputShapes[0].count])
        var (total, batches) = (DetectorTrialRecord(step: step, loss: 0, terms: .init(), scenes: 0), 0)
        var start = 0
        while start + size <= validation.count {
            var targets: [DetectionLoss.Target] = []
            for (index, scene) in validation[start..<start + size].enumerated() {
                let picture = try SceneComposer.fitted(scene, side: side)
                write(picture.photo, at: index)
                targets.append(target(of: picture))
            }
            try inference.run(inputs: [input], outputs: results.map(\.buffer))
            let (terms, loss) = configuration.loss.evaluate(results.map(\.reading), targets, into: spare.map(\.buffer))
            total.loss += loss
            total.terms.add(terms)
            total.scenes += size
            batches += 1
            start += size
        }
        total.loss /= Double(max(batches, 1))
        total.terms.divide(by: max(batches, 1))
        lastTrial = total
        try log.write(DetectorLogLine(trial: total))
        observe(.tried(total))
    }
}

extension DetectionLoss.Terms {
    /// Adds the terms of another batch.
    fileprivate mutating func add(_ other: Self) {
        score += other.score
        box += other.box
        landmarks += other.landmarks
        visibility += other.visibility
        cover += other.cover
        overlap += other.overlap
        landmarkDistance += other.landmarkDistance
        positives += other.positives
    }

    /// Makes a mean of a sum; the cells stay counted.
    fileprivate mutating func divide(by count: Int) {
        let share = 1 / Double(count)
        score *= share
        box *= share
        landmarks *= share
        visibility *= share
        cover *= share
        overlap *= share
        landmarkDistance *= share
    }
}
