import FaceEmbedding
import Testing

@testable import FaceGallery

/// A table is a value: what one copy does, no other sees.
@Suite struct SearchTableTests {
    private func entry(_ id: Int64, person: Int64 = 1, using generator: inout SplitMix64) -> TemplateEntry {
        TemplateEntry(id: id, person: person, embedding: Crowd.unit(128, using: &generator))
    }

    private func entries(_ table: TemplateTable) -> [TemplateEntry] { table.ids.compactMap(table.entry) }

    @Test func `copies that are appended to apart stay apart`() throws {
        var generator = SplitMix64(seed: 41)
        var first = TemplateTable(dimension: 128)
        for id in 1...20 { try first.append(entry(Int64(id), using: &generator)) }
        let before = entries(first)
        var second = first
        let a = entry(30, using: &generator)
        let b = entry(31, using: &generator)
        try first.append(a)
        try second.append(b)
        try second.append(entry(40, using: &generator))
        #expect(entries(first) == before + [a])
        #expect(Array(entries(second).prefix(21)) == before + [b])
        #expect(second.count == 22 && first.count == 21)
    }

    @Test func `rows go over segments and are found by id`() throws {
        var generator = SplitMix64(seed: 42)
        let count = TemplateSegment.capacity + 100
        var table = TemplateTable(dimension: 8)
        for index in 0..<count {
            let embedding = Crowd.unit(8, using: &generator)
            try table.append(TemplateEntry(id: Int64(3 * index), person: Int64(index), embedding: embedding))
        }
        #expect(table.count == count && table.parts.count == 2)
        for index in [0, 1, TemplateSegment.capacity - 1, TemplateSegment.capacity, count - 1] {
            #expect(table.person(of: Int64(3 * index)) == Int64(index))
            #expect(table.person(of: Int64(3 * index + 1)) == nil)
        }
        #expect(table.person(of: -1) == nil && table.person(of: Int64(3 * count)) == nil)
    }

    @Test func `a removed row is gone from this copy alone`() throws {
        var generator = SplitMix64(seed: 43)
        var table = TemplateTable(dimension: 128)
        for id in 1...10 { try table.append(entry(Int64(id), using: &generator)) }
        let before = entries(table)
        let old = table
        table.remove(ids: [3, 10, 77])
        #expect(table.ids == [1, 2, 4, 5, 6, 7, 8, 9])
        #expect(table.entry(3) == nil && table.count == 8)
        #expect(entries(old) == before)
        let next = entry(11, using: &generator)
        try table.append(next)
        #expect(entries(table) == before.filter { ![3, 10].contains($0.id) } + [next])
        table.remove(ids: Array(1...11))
        #expect(table.count == 0 && table.firstID == nil && table.parts.isEmpty)
    }

    @Test func `templates go over to another person in this copy alone`() throws {
        var generator = SplitMix64(seed: 44)
        var table = TemplateTable(dimension: 128)
        for id in 1...5 { try table.append(entry(Int64(id), person: 9, using: &generator)) }
        let old = table
        table.reassign(ids: [2, 4], toPerson: 12)
        #expect(table.ids.map { table.person(of: $0) } == [9, 12, 9, 12, 9])
        #expect(old.ids.allSatisfy { old.person(of: $0) == 9 })
        try table.append(entry(6, using: &generator))
        #expect(table.count == 6)
    }

    @Test func `tables read in parallel are joined`() throws {
        var generator = SplitMix64(seed: 45)
        let crowd = Crowd(.random, count: 90, dimension: 16, using: &generator)
        let parts = [try crowd.table(0..<40), TemplateTable(dimension: 16), try crowd.table(40..<90)]
        let joined = try TemplateTable(joining: parts, dimension: 16)
        #expect(entries(joined) == entries(try crowd.table()))
        #expect(throws: GalleryError.self) { try TemplateTable(joining: parts.reversed(), dimension: 16) }
    }

    @Test func `damaged rows are refused`() throws {
        var generator = SplitMix64(seed: 46)
        var table = TemplateTable(dimension: 4)
        let good: [Int8] = [1, 2, 3, 4]
        func append(_ id: Int64, _ code: [Int8], _ error: Float) throws {
            try code.withUnsafeBytes { try table.append(id: id, person: 1, code: $0, error: error) }
        }
        try append(5, good, 0.01)
        #expect(throws: GalleryError.self) { try append(5, good, 0.01) }
        #expect(throws: GalleryError.self) { try append(6, [1, 2, 3, -128], 0.01) }
        #expect(throws: GalleryError.dimension(expected: 4, given: 3)) { try append(6, [1, 2, 3], 0.01) }
        #expect(throws: GalleryError.self) { try append(6, good, .nan) }
        #expect(throws: GalleryError.self) { try append(6, good, -1) }
        #expect(table.ids == [5])
        _ = generator.next()
    }

    @Test func `an error bounds how far distances to the code are off`() {
        var generator = SplitMix64(seed: 47)
        for _ in 0..<200 {
            let face = Crowd.unit(128, using: &generator)
            let code = EmbeddingCode(face)
            let error = Double(code.error(of: face))
            #expect(error <= 128.0.squareRoot() / 254)
            let query = CodeQuery(Crowd.unit(128, using: &generator))
            let exact = Double(query.embedding.squaredDistance(to: face)).squareRoot()
            let toCode = code.bytes.withUnsafeBufferPointer { $0.baseAddress.map(query.distance(toCode:)) ?? 0 }
            #expect(abs(exact - toCode) <= error + 1e-5)
        }
    }
}
