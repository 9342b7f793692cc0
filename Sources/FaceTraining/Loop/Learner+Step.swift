import FaceEngine

extension Learner {
    /// Photos whose numbers or gradients are not finite, before anything was changed but running statistics.
    struct Trouble: Error {
        var place: NotFinite.Place
        var weight: String?
        var gradient: String?
        var photo: Int?
    }

    /// A batch as the loss sees it: the whole of it, whatever part this rank computes.
    private struct Seen {
        var batch: EmbeddingBatch
        var distances: PairwiseDistances?
    }

    /// Learns from a batch.
    ///
    /// - Parameters:
    ///   - loaded: This rank's part of it.
    ///   - step: The steps done before.
    ///   - diagnoses: Whether to look closely.
    ///   - observe: Receives what the alarm looks at.
    /// - Returns: What was done; ``StepRecord/step`` counts this one.
    /// - Throws: ``Trouble``, or what the engine, the loss and the ranks throw.
    func learn(
        _ loaded: LoadedBatch,
        step: Int,
        diagnoses: Bool,
        observe: (CollapseAlarm.Observation) -> Void
    ) throws -> StepRecord {
        var clock = Lap()
        var seconds = StepRecord.Seconds()
        seconds.input = loaded.secondsWaited
        let chunks = share.places.count / share.chunk
        statistics.begin(livingStatistics)
        for chunk in 0..<chunks { try forward(chunk, of: loaded, step: step, isFirst: true) }
        seconds.forward += clock.lap()
        if !configuration.network.freezesStatistics { try statistics.join(livingStatistics, chunks: chunks) }
        let seen = try gather(loaded, diagnoses: diagnoses)
        seconds.ranks += clock.lap()
        let outcome = try evaluate(seen, step: step)
        observe(observation(seen.batch, outcome, step: step))
        let diagnosis = diagnoses ? try diagnose(seen) : nil
        seconds.mining += clock.lap()
        let live = try backward(loaded, step: step, chunks: chunks, &seconds, &clock)
        try reducer.finish(program.gradients)
        seconds.ranks += clock.lap()
        let rate = configuration.schedule.rate(at: step)
        let norm = try move(rate: rate)
        let stages = diagnoses ? GradientNorm.byStage(UnsafeBufferPointer(program.gradients), program.layout) : nil
        seconds.optimizer += clock.lap()
        return StepRecord(
            step: step + 1,
            loss: outcome.loss,
            rate: rate,
            gradientNorm: norm,
            meanNorm: EmbeddingDiagnosis.meanNorm(of: seen.batch),
            images: seen.batch.count,
            mined: outcome.mined,
            active: outcome.active,
            meanLoss: outcome.meanLoss,
            correct: outcome.correct.map { Double($0) / Double(max(seen.batch.count, 1)) },
            chunks: live,
            diagnosis: diagnosis,
            stages: stages?.map { StageNorm(stage: $0.stage, norm: $0.norm) },
            seconds: seconds
        )
    }

    private func forward(_ chunk: Int, of loaded: LoadedBatch, step: Int, isFirst: Bool) throws {
        let range = chunk * share.chunk..<(chunk + 1) * share.chunk
        loaded.write(range, into: pixels.buffer)
        if isFirst, let place = FiniteCheck.firstPlace(in: pixels.reading) {
            throw Trouble(place: .pixels, photo: range.lowerBound + place / loaded.countPerPhoto)
        }
        let outputs = embeddings[range.lowerBound * dimension..<range.upperBound * dimension]
        // The same in both passes, and the same whichever rank computes the chunk.
        let number = UInt64(share.chunks.lowerBound + chunk)
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.dropout, UInt64(step), number)
        try program.forward(
            inputs: [pixels.reading],
            outputs: [outputs],
            seed: generator.next(),
            updatesStatistics: isFirst
        )
        if isFirst, let place = FiniteCheck.firstPlace(in: UnsafeBufferPointer(outputs)) {
            let weights = FiniteCheck.offender(in: UnsafeBufferPointer(program.weights), program.layout)
            throw Trouble(
                place: .embeddings,
                weight: weights?.parameter,
                photo: weights == nil ? range.lowerBound + place / dimension : nil
            )
        }
    }

    /// Puts together what all ranks embedded.
    private func gather(_ loaded: LoadedBatch, diagnoses: Bool) throws -> Seen {
        var all = [Float](repeating: 0, count: configuration.batch.size * dimension)
        try all.withUnsafeMutableBufferPointer { all in try communicator.allGather(embeddings.reading, into: all) }
        let labels = try communicator.allGather(loaded.slots.map(\.label))
        let occluded = try communicator.allGather(loaded.slots.map { $0.isOccluded ? 1 : 0 })
        let samples = try communicator.allGather(loaded.slots.map(\.sample))
        let batch = EmbeddingBatch(
            embeddings: Tensor(all, shape: [labels.count, dimension]),
            labels: labels,
            isOccluded: occluded.map { $0 == 1 },
            teacher: teacher?.rows(of: samples)
        )
        var isTriplet = false
        if case .triplet = configuration.loss { isTriplet = true }
        let distances = isTriplet || diagnoses ? try PairwiseDistances(batch, threads: threads) : nil
        return Seen(batch: batch, distances: distances)
    }

    /// The loss, which every rank computes as a whole, and this rank's part of its gradient.
    private func evaluate(_ seen: Seen, step: Int) throws -> Objective.Outcome {
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.mining, UInt64(step))
        if objective.parameters.layout.count > 0 { objective.parameters.zeroGradients() }
        let outcome = try objective.evaluate(
            seen.batch,
            distances: seen.distances,
            threads: threads,
            using: &generator
        )
        guard outcome.loss.isFinite else { throw Trouble(place: .loss) }
        let own = share.places.lowerBound * dimension..<share.places.upperBound * dimension
        outcome.gradient.scalars.withUnsafeBufferPointer { all in
            _ = gradients.buffer.update(from: UnsafeBufferPointer(rebasing: all[own]))
        }
        return outcome
    }

    private func observation(
        _ batch: EmbeddingBatch,
        _ outcome: Objective.Outcome,
        step: Int
    ) -> CollapseAlarm.Observation {
        var possible: Int?
        if case .triplet(let loss) = configuration.loss {
            possible = Self.tripletCount(batch, roles: loss.roles)
        }
        return CollapseAlarm.Observation(
            step: step + 1,
            meanNorm: EmbeddingDiagnosis.meanNorm(of: batch),
            meanLoss: outcome.meanLoss,
            mined: outcome.mined,
            possible: possible
        )
    }

    /// How many triplets labels and roles allow.
    private static func tripletCount(_ batch: EmbeddingBatch, roles: TripletRoles) -> Int {
        var rows: [Int: (bare: Int, occluded: Int)] = [:]
        for (label, isOccluded) in zip(batch.labels, batch.isOccluded) {
            if isOccluded { rows[label, default: (0, 0)].occluded += 1 } else { rows[label, default: (0, 0)].bare += 1 }
        }
        let bare = rows.values.reduce(0) { $0 + $1.bare }
        return rows.values.reduce(0) { total, person in
            let all = person.bare + person.occluded
            return switch roles {
            case .any: total + all * (all - 1) * (batch.count - all)
            case .selfRestrained: total + person.bare * person.occluded * (bare - person.bare)
            }
        }
    }

    private func diagnose(_ seen: Seen) throws -> EmbeddingDiagnosis? {
        guard let distances = seen.distances else { return nil }
        var (margin, roles): (Float, TripletRoles) = (0.2, .any)
        if case .triplet(let loss) = configuration.loss { (margin, roles) = (loss.margin, loss.roles) }
        return try EmbeddingDiagnosis(seen.batch, distances, margin: margin, roles: roles, threads: threads)
    }

    /// Runs the chunks that have a gradient backward; of several, all but the one run last forward again.
    ///
    /// - Returns: How many had one.
    private func backward(
        _ loaded: LoadedBatch,
        step: Int,
        chunks: Int,
        _ seconds: inout StepRecord.Seconds,
        _ clock: inout Lap
    ) throws -> Int {
        program.zeroGradients()
        // The last chunk's activations are still there, so it goes first.
        let order = [chunks - 1] + Array(0..<chunks - 1)
        let size = share.chunk * dimension
        let live = order.filter { chunk in gradients[chunk * size..<(chunk + 1) * size].contains { $0 != 0 } }
        for (place, chunk) in live.enumerated() {
            if chunk != chunks - 1 {
                try forward(chunk, of: loaded, step: step, isFirst: false)
                seconds.forward += clock.lap()
            }
            let gradient = UnsafeBufferPointer(gradients[chunk * size..<(chunk + 1) * size])
            let isLast = place == live.count - 1
            try program.backward(
                outputGradients: [gradient],
                gradientsFinal: isLast ? { [reducer, program] in reducer.reduce(program.gradients, from: $0) } : nil
            )
            seconds.backward += clock.lap()
        }
        return live.count
    }

    /// Moves the weights.
    ///
    /// - Returns: The length of the gradient before it was clipped.
    private func move(rate: Float) throws -> Double {
        var head = objective.parameters
        let norm = head.gradients.withUnsafeMutableBufferPointer { head in
            guard let limit = configuration.run.clip else {
                return GradientNorm.norm(of: [UnsafeBufferPointer(program.gradients), UnsafeBufferPointer(head)])
            }
            return GradientNorm.clip([program.gradients, head], to: limit)
        }
        guard norm.isFinite else {
            let offender = FiniteCheck.offender(in: UnsafeBufferPointer(program.gradients), program.layout)
            // A rectifier makes zeros of what is no number, so a weight may be found here first.
            let weight = FiniteCheck.offender(in: UnsafeBufferPointer(program.weights), program.layout)
            throw Trouble(
                place: .gradients,
                weight: weight?.parameter,
                gradient: offender?.parameter ?? "head"
            )
        }
        optimizer.update(
            UnsafeMutableBufferPointer(rebasing: program.weights[frozen...]),
            UnsafeBufferPointer(rebasing: program.gradients[frozen...]),
            rate: rate,
            threads: threads
        )
        program.weightsChanged()
        if head.layout.count > 0 {
            headOptimizer.update(&head, rate: rate, threads: threads)
            objective.parameters = head
        }
        average?.update(UnsafeBufferPointer(program.weights), threads: threads)
        return norm
    }
}

/// Seconds from one call to the next.
struct Lap {
    private var last = ContinuousClock.now

    mutating func lap() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        return (now - last) / .seconds(1)
    }
}
