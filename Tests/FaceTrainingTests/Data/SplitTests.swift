import Testing

@testable import FaceTraining

@Suite struct SplitTests {
    private let names = (0..<2000).map { "person \($0)" }

    @Test func `nobody is in two parts, and everybody in one`() {
        let set = PhotoFolder.imaginary((0..<300).map { 1 + $0 % 4 })
        let (training, heldOut) = IdentitySplit(share: 0.2, seed: 5).parts(of: set)
        let (a, b) = (Set(training.people.map(\.name)), Set(heldOut.people.map(\.name)))
        #expect(a.isDisjoint(with: b) && a.count + b.count == 300 && !b.isEmpty)
        #expect(training.samples.count + heldOut.samples.count == set.samples.count)
        #expect(Set(training.samples.map(\.name)).isDisjoint(with: heldOut.samples.map(\.name)))
        for part in [training, heldOut] {
            #expect(
                part.people.enumerated().allSatisfy { label, person in
                    person.samples.allSatisfy { part.samples[$0].label == label }
                }
            )
        }
    }

    @Test func `the share is about what was asked for, and another seed holds out others`() {
        let one = names.filter(IdentitySplit(share: 0.1, seed: 1).holdsOut)
        let two = names.filter(IdentitySplit(share: 0.1, seed: 2).holdsOut)
        // Five standard deviations of a binomial count.
        #expect((200 - 67...200 + 67).contains(one.count), "\(one.count)")
        #expect(one != two)
        #expect(names.filter(IdentitySplit(share: 0, seed: 1).holdsOut).isEmpty)
        #expect(names.filter(IdentitySplit(share: 1, seed: 1).holdsOut) == names)
    }

    @Test func `more people or a larger share move nobody back`() {
        let split = IdentitySplit(share: 0.1, seed: 1)
        let few = PhotoFolder.imaginary([2, 2, 2, 2, 2, 2, 2, 2, 2, 2])
        let many = PhotoFolder.imaginary([Int](repeating: 2, count: 99))
        let (a, b) = (split.parts(of: few).heldOut, split.parts(of: many).heldOut)
        #expect(a.people.map(\.name) == b.people.map(\.name).filter { few.people.map(\.name).contains($0) })
        let small = Set(names.filter(split.holdsOut))
        #expect(small.isSubset(of: names.filter(IdentitySplit(share: 0.3, seed: 1).holdsOut)))
    }

    @Test func `lists go before the hash, and spelling in Unicode does not matter`() {
        let split = IdentitySplit(share: 0.5, seed: 9, heldOut: ["a", "both"], trained: ["b", "both"])
        #expect(split.holdsOut("a") && split.holdsOut("both") && !split.holdsOut("b"))
        let composed = (0..<40).map { split.holdsOut("Zo\u{EB}\($0)") }
        #expect(composed == (0..<40).map { split.holdsOut("Zoe\u{308}\($0)") })
        #expect(composed.contains(true) && composed.contains(false))
    }

    @Test func `pairs are balanced, never repeated, and as their people say`() {
        let set = PhotoFolder.imaginary([1, 2, 3, 30, 1, 6, 4])
        let pairs = set.validationPairs(count: 60, seed: 4)
        #expect(pairs.count == 60 && pairs.count { $0.isSame } == 30)
        #expect(Set(pairs).count == 60)
        #expect(pairs.allSatisfy { (set.samples[$0.first].label == set.samples[$0.second].label) == $0.isSame })
        #expect(pairs.allSatisfy { $0.first < $0.second })
        #expect(pairs == set.validationPairs(count: 60, seed: 4))
        #expect(pairs != set.validationPairs(count: 60, seed: 5))
        // 1 + 3 + 6 + 15 pairs of the others, and the rest of the one with thirty photos.
        let labels = Dictionary(grouping: pairs.filter(\.isSame)) { set.samples[$0.first].label }.mapValues(\.count)
        #expect(labels[1] == 1 && labels[2] == 3 && labels[6] == 6)
    }

    @Test func `fewer pairs than asked for are all there are`() {
        let pairs = PhotoFolder.imaginary([3, 2]).validationPairs(count: 100, seed: 1)
        #expect(pairs.count { $0.isSame } == 4 && pairs.count == 8)
        #expect(PhotoFolder.imaginary([1, 1]).validationPairs(count: 9, seed: 1).isEmpty)
        #expect(PhotoFolder.imaginary([5]).validationPairs(count: 9, seed: 1).isEmpty)
        #expect(PhotoFolder.imaginary([]).validationPairs(count: 9, seed: 1).isEmpty)
    }

    @Test func `a place among all pairs names each once`() {
        var seen: Set<[Int]> = []
        for index in 0..<45 {
            let (low, high) = FaceDataset.pair(at: index)
            #expect(low >= 0 && low < high && high < 10)
            seen.insert([low, high])
        }
        #expect(seen.count == 45)
        // Where floating point has no place for every number any more.
        let high = 3_000_000_000
        #expect(FaceDataset.pair(at: high * (high - 1) / 2) == (0, high))
        #expect(FaceDataset.pair(at: high * (high - 1) / 2 - 1) == (high - 2, high - 1))
    }
}
