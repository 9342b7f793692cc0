import Testing

@testable import FaceTraining

@Suite struct SamplerTests {
    private func sampler(
        _ counts: [Int],
        _ options: IdentitySampler.Options,
        seed: UInt64 = 7
    ) throws -> IdentitySampler {
        try IdentitySampler(PhotoFolder.imaginary(counts), options: options, seed: seed)
    }

    @Test(arguments: [0, 1, 2, 3, 5, 16, 17, 1000])
    func `a permutation has every number once, and follows from its key`(count: Int) {
        func order(_ seed: UInt64) -> [Int] {
            var generator = SeededGenerator(seed: seed)
            return Array(KeyedPermutation(count: count, using: &generator))
        }
        #expect(order(1).sorted() == Array(0..<count))
        #expect(order(1) == order(1))
        if count > 5 { #expect(order(1) != order(2)) }
    }

    @Test(arguments: [2, 3, 4, 7])
    func `a permutation puts every number in every place about as often`(count: Int) {
        let trials = 6000
        var seen = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
        for seed in 0..<trials {
            var generator = SeededGenerator(seed: UInt64(seed), 3)
            for (place, number) in KeyedPermutation(count: count, using: &generator).enumerated() {
                seen[place][number] += 1
            }
        }
        let expected = Double(trials) / Double(count)
        // Six standard deviations of a binomial count.
        let tolerance = 6 * (expected * (1 - 1 / Double(count))).squareRoot()
        #expect(seen.joined().allSatisfy { abs(Double($0) - expected) < tolerance }, "\(seen)")
    }

    @Test func `batches are of one size, people side by side, no photo twice`() throws {
        let counts = (0..<50).map { 2 + $0 % 9 }
        let sampler = try sampler(counts, IdentitySampler.Options(batchSize: 60, photosPerPerson: 5))
        for step in 0..<3 * sampler.stepsPerEpoch {
            let batch = sampler.batch(at: step)
            #expect(batch.count == 60)
            #expect(batch.map(\.place) == Array(0..<60))
            #expect(Set(batch.map(\.sample)).count == 60, "step \(step)")
            var runs = 1
            for (a, b) in zip(batch, batch.dropFirst()) where a.label != b.label { runs += 1 }
            #expect(runs == Set(batch.map(\.label)).count)
            #expect(batch.allSatisfy { !$0.isOccluded })
            // Whole but for the cuts at both ends.
            let sizes = Dictionary(grouping: batch, by: \.label)
            let cut = sizes.filter { $0.value.count < min(5, counts[$0.key]) }
            #expect(cut.count <= 2)
        }
    }

    @Test(arguments: [true, false])
    func `everybody gives K photos or all they have, once an epoch`(repeats: Bool) throws {
        let counts = [1, 2, 3, 4, 9, 30, 1, 2]
        let options = IdentitySampler.Options(batchSize: 8, photosPerPerson: 4, repeatsPhotos: repeats)
        let sampler = try sampler(counts, options)
        for epoch in 0..<4 {
            let start = epoch * sampler.stepsPerEpoch
            let slots = (start..<start + sampler.stepsPerEpoch).flatMap { sampler.batch(at: $0) }
            let total = repeats ? 32 : 2 + 3 + 4 + 4 + 4 + 2
            var seen = [Int](repeating: 0, count: counts.count)
            for slot in slots.prefix(total) { seen[slot.label] += 1 }
            #expect(seen == (repeats ? [4, 4, 4, 4, 4, 4, 4, 4] : [0, 2, 3, 4, 4, 4, 0, 2]))
            // What fills up the last batch are the epoch's first people.
            #expect(slots.dropFirst(total).map(\.label) == slots.prefix(slots.count - total).map(\.label))
            #expect(slots.allSatisfy { sampler.batchSize == 8 && (0..<52).contains($0.sample) })
        }
    }

    @Test func `all of a person's photos are seen before one comes back`() throws {
        let sampler = try sampler([10, 10, 7], IdentitySampler.Options(batchSize: 8, photosPerPerson: 4))
        // Windows of 4 of 10 photos: three epochs.
        for cycle in 0..<3 {
            let steps = 3 * cycle * sampler.stepsPerEpoch..<3 * (cycle + 1) * sampler.stepsPerEpoch
            let seen = Set(steps.flatMap { sampler.batch(at: $0) }.filter { $0.label == 1 }.map(\.sample))
            #expect(seen == Set(10..<20))
        }
    }

    @Test func `a batch follows from seed and step alone`() throws {
        let counts = (0..<40).map { 1 + $0 % 6 }
        let options = IdentitySampler.Options(batchSize: 24, strangerShare: 0.25, occludedShare: 0.2)
        let one = try sampler(counts, options)
        let forward = (0..<40).map { one.batch(at: $0) }
        let two = try sampler(counts, options)
        #expect((0..<40).reversed().map { two.batch(at: $0) } == forward.reversed())
        #expect(two.batch(at: 1_000_000) == one.batch(at: 1_000_000))
        #expect(Set(forward.map { $0.map(\.sample) }).count == 40)
        #expect(try sampler(counts, options, seed: 8).batch(at: 0) != forward[0])
    }

    @Test func `strangers are of people who are not in the batch, and everybody is one in turn`() throws {
        let counts = [Int](repeating: 1, count: 60) + [Int](repeating: 6, count: 40)
        let options = IdentitySampler.Options(batchSize: 40, photosPerPerson: 6, strangerShare: 0.25)
        let sampler = try sampler(counts, options)
        var strangers: Set<Int> = []
        for step in 0..<100 {
            let batch = sampler.batch(at: step)
            let own = Set(batch.prefix(30).map(\.label))
            #expect(batch.count == 40 && own.allSatisfy { $0 >= 60 })
            let others = batch.suffix(10).map(\.label)
            #expect(own.isDisjoint(with: others) && Set(others).count == 10)
            strangers.formUnion(others)
            #expect(batch.allSatisfy { PhotoFolder.imaginary(counts).samples[$0.sample].label == $0.label })
        }
        #expect(strangers.count == 100)
        // Ten a step: after ten steps all who were not in the batch when it was their turn.
        let early = Set((0..<10).flatMap { sampler.batch(at: $0).suffix(10).map(\.label) })
        #expect((0..<60).allSatisfy(early.contains))
    }

    @Test func `a covered photo follows its bare one`() throws {
        let counts = [Int](repeating: 5, count: 20)
        let options = IdentitySampler.Options(batchSize: 30, photosPerPerson: 5, occludedShare: 0.4)
        let sampler = try sampler(counts, options)
        for step in 0..<20 {
            let batch = sampler.batch(at: step)
            #expect(batch.count == 30 && batch.count { $0.isOccluded } == 12)
            for (place, slot) in batch.enumerated() where slot.isOccluded {
                #expect(batch[place - 1].sample == slot.sample && !batch[place - 1].isOccluded)
            }
            #expect(Set(batch.map(\.sample)).count == 18)
        }
    }

    @Test(
        arguments: [
            // Photos each of 100 people, places, photos a person.
            (50, 1800, 40), (20, 1800, 20), (3, 200, 3), (50, 64, 8), (50, 30, 3), (2, 100, 2),
        ]
    )
    func `photos a person are the median up to 40, and eight people fit`(photos: Int, batch: Int, expected: Int) throws
    {
        let counts = [Int](repeating: photos, count: 100)
        #expect(try sampler(counts, IdentitySampler.Options(batchSize: batch)).photosPerPerson == expected)
    }

    @Test func `few people give more, so that a batch is full`() throws {
        let sampler = try sampler([100, 100], IdentitySampler.Options(batchSize: 60))
        #expect(sampler.photosPerPerson == 30)
        #expect(sampler.batch(at: 3).count == 60)
    }

    @Test func `sets and options that cannot be trained with are refused, with the reason`() throws {
        func error(_ counts: [Int], _ options: IdentitySampler.Options) -> DataError? {
            do throws(DataError) {
                _ = try IdentitySampler(PhotoFolder.imaginary(counts), options: options, seed: 1)
                return nil
            } catch { return error }
        }
        let options = IdentitySampler.Options(batchSize: 8)
        #expect(error([], options) == .empty)
        #expect(error([9], options) == .onePerson(name: "p00"))
        #expect(error([1, 1, 1], options) == .noPositives)
        #expect(error([2, 2, 1], options) == .tooFewPhotos(batch: 8, available: 4))
        for (photos, strangers, covered) in [(1, 0.0, 0.0), (5, 0, 0), (2, 1, 0), (2, 0, 0.6), (2, 0.8, 0), (2, -1, 0)]
        {
            let bad = IdentitySampler.Options(
                batchSize: 8,
                photosPerPerson: photos,
                strangerShare: strangers,
                occludedShare: covered
            )
            guard case .option = error([20, 20, 20], bad) else {
                Issue.record("\(bad) was taken")
                continue
            }
        }
    }

    @Test func `a shuffled epoch has every photo once`() throws {
        let set = PhotoFolder.imaginary([5, 1, 7, 10])
        let sampler = try ShuffledSampler(set, batchSize: 6, seed: 3)
        #expect(sampler.stepsPerEpoch == 4)
        for epoch in 0..<3 {
            let slots = (0..<4).flatMap { sampler.batch(at: 4 * epoch + $0) }
            #expect(Set(slots.prefix(23).map(\.sample)) == Set(0..<23))
            #expect(slots.count == 24 && slots[23].sample == slots[0].sample)
            #expect(slots.allSatisfy { set.samples[$0.sample].label == $0.label })
        }
        #expect(sampler.batch(at: 0) != sampler.batch(at: 4))
        #expect(throws: DataError.self) { try ShuffledSampler(set, batchSize: 24, seed: 3) }
    }

    @Test func `evaluation goes through the photos once`() {
        let sampler = SequentialSampler(PhotoFolder.imaginary([3, 4]), samples: [6, 0, 5, 2, 1], batchSize: 2)
        #expect(sampler.stepsPerEpoch == 3)
        #expect((0..<4).map { sampler.batch(at: $0).map(\.sample) } == [[6, 0], [5, 2], [1], []])
        #expect(sampler.batch(at: 0).map(\.label) == [1, 0])
    }
}
