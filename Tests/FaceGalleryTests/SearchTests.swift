import FaceEmbedding
import Synchronization
import Testing

@testable import FaceGallery

/// Searching by codes finds exactly what comparing all embeddings finds.
@Suite struct SearchTests {
    @Test(arguments: CrowdKind.allCases, [2, 10, 128, 200])
    func `the nearest are those of a comparison with all embeddings`(kind: CrowdKind, dimension: Int) throws {
        var generator = SplitMix64(seed: 7)
        let crowd = Crowd(kind, count: 3000, dimension: dimension, using: &generator)
        for threads in [1, 2] {
            let snapshot = try crowd.snapshot(threads: threads)
            for query in crowd.queries(6, using: &generator) {
                for count in [1, 10, 100] {
                    let found = try snapshot.nearestTemplates(to: query, count: count)
                    #expect(found == crowd.nearest(to: query, count: count))
                }
            }
        }
    }

    @Test(arguments: CrowdKind.allCases)
    func `the nearest people are those of a comparison with all embeddings`(kind: CrowdKind) throws {
        var generator = SplitMix64(seed: 8)
        let crowd = Crowd(kind, count: 2000, dimension: 128, using: &generator)
        let snapshot = try crowd.snapshot()
        for query in crowd.queries(4, using: &generator) {
            for count in [1, 5, 50] {
                let found = try snapshot.nearestTemplates(to: query, count: count, by: .people)
                #expect(found == crowd.nearest(to: query, count: count, by: .people))
            }
        }
    }

    @Test func `many queries at once give what each gives alone`() throws {
        var generator = SplitMix64(seed: 9)
        let crowd = Crowd(.clustered, count: 1000, dimension: 128, using: &generator)
        let snapshot = try crowd.snapshot()
        let queries = crowd.queries(131, using: &generator)
        let found = try snapshot.nearestTemplates(toEach: queries, count: 7)
        #expect(found == queries.map { crowd.nearest(to: $0, count: 7) })
    }

    @Test(arguments: CrowdKind.allCases, [0, 0.3, 1.2, 4] as [Float])
    func `a range holds all within it, and nothing else`(kind: CrowdKind, limit: Float) throws {
        var generator = SplitMix64(seed: 10)
        let crowd = Crowd(kind, count: 500, dimension: 128, using: &generator)
        let snapshot = try crowd.snapshot()
        for query in crowd.queries(4, using: &generator) + [crowd.embeddings[3]] {
            let expected = crowd.nearest(to: query, count: .max).filter { $0.squaredDistance <= limit }
            #expect(try snapshot.templates(within: limit, of: query) == expected)
        }
    }

    @Test func `a filter by person leaves the others out`() throws {
        var generator = SplitMix64(seed: 11)
        let crowd = Crowd(.clustered, count: 2000, dimension: 64, using: &generator)
        let snapshot = try crowd.snapshot()
        let some: Set<Int64> = [1, 5, 17, 300]
        for query in crowd.queries(4, using: &generator) {
            let only = try snapshot.nearestTemplates(to: query, count: 10, among: PersonFilter(only: some))
            #expect(only == crowd.nearest(to: query, count: 10) { some.contains($0) })
            let others = try snapshot.nearestTemplates(to: query, count: 10, among: PersonFilter(except: some))
            #expect(others == crowd.nearest(to: query, count: 10) { !some.contains($0) })
            let range = try snapshot.templates(within: 1, of: query, among: PersonFilter(only: some))
            let near = crowd.nearest(to: query, count: .max) { some.contains($0) }.filter { $0.squaredDistance <= 1 }
            #expect(range == near)
            #expect(try snapshot.nearestTemplates(to: query, count: 3, among: PersonFilter(only: [])).isEmpty)
        }
    }

    @Test func `far apart people fit one filter`() {
        let filter = PersonFilter(only: [.min, 0, .max])
        #expect([.min, 0, .max].allSatisfy(filter.admits))
        #expect(![-1, 1, .max - 1].contains(where: filter.admits))
        let near = PersonFilter(only: [100, 170])
        #expect((0..<300).filter { near.admits($0) } == [100, 170])
        #expect(!near.admits(.min))
    }

    @Test func `a template removed since the snapshot is not found`() throws {
        var generator = SplitMix64(seed: 12)
        let crowd = Crowd(.clustered, count: 300, dimension: 128, using: &generator)
        let snapshot = try crowd.snapshot()
        let query = crowd.embeddings[5]
        let before = crowd.nearest(to: query, count: 10)
        crowd.store.remove([before[0].template.rawValue, before[4].template.rawValue])
        let expected = crowd.nearest(to: query, count: 12).filter { ![before[0], before[4]].contains($0) }
        #expect(try snapshot.nearestTemplates(to: query, count: 10) == expected)
    }

    @Test func `nobody is near in an empty gallery`() throws {
        var generator = SplitMix64(seed: 13)
        let crowd = Crowd(.random, count: 0, dimension: 128, using: &generator)
        let query = Crowd.unit(128, using: &generator)
        #expect(try crowd.snapshot().nearestTemplates(to: query, count: 10).isEmpty)
        #expect(try crowd.snapshot().templates(within: 4, of: query).isEmpty)
    }

    @Test func `a query of another dimension is refused`() throws {
        var generator = SplitMix64(seed: 14)
        let crowd = Crowd(.random, count: 3, dimension: 128, using: &generator)
        let query = Crowd.unit(64, using: &generator)
        #expect(throws: GalleryError.dimension(expected: 128, given: 64)) {
            try crowd.snapshot().nearestTemplates(to: query, count: 10)
        }
    }
}
