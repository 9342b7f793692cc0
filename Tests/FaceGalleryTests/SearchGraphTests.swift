import FaceEmbedding
import Foundation
import Testing

@testable import FaceGallery

/// The graph finds nearly what a scan finds, keeps up with changes, and its file can be trusted.
@Suite struct SearchGraphTests {
    private static let origin = GraphIndex.Origin(gallery: [1, 2, 3], revision: 7)

    @Test func `a wide search by the graph finds what a scan finds`() throws {
        var generator = SplitMix64(seed: 21)
        let crowd = Crowd(.clustered, count: 3000, dimension: 128, using: &generator)
        let table = try crowd.table()
        let snapshot = crowd.snapshot(table, graph: try GraphIndex(table, threads: 2))
        var found = 0
        for query in crowd.queries(50, using: &generator) {
            let near = try snapshot.nearestTemplates(to: query, count: 10, mode: .graph(breadth: 300))
            #expect(near == near.sorted() && near.count == 10)
            found += Set(near).intersection(crowd.nearest(to: query, count: 10)).count
        }
        #expect(found >= 495)
    }

    @Test(arguments: CrowdKind.allCases)
    func `a narrow search finds as many as were asked for, with exact distances`(kind: CrowdKind) throws {
        var generator = SplitMix64(seed: 22)
        let crowd = Crowd(kind, count: 500, dimension: 64, using: &generator)
        let table = try crowd.table()
        let snapshot = crowd.snapshot(table, graph: try GraphIndex(table))
        for query in crowd.queries(6, using: &generator) {
            for grouping in [NeighborGrouping.templates, .people] {
                let near = try snapshot.nearestTemplates(to: query, count: 20, by: grouping, mode: .graph(breadth: 1))
                let all = Set(crowd.nearest(to: query, count: .max))
                #expect(near.count == 20 && all.isSuperset(of: near))
            }
            #expect(try snapshot.nearestTemplates(to: query, count: 600) == crowd.nearest(to: query, count: 600))
        }
    }

    @Test func `a template that the graph does not have yet is found`() throws {
        var generator = SplitMix64(seed: 23)
        let crowd = Crowd(.clustered, count: 400, dimension: 128, using: &generator)
        let whole = try crowd.table()
        let graph = try GraphIndex(try crowd.table(0..<300))
        let snapshot = crowd.snapshot(whole, graph: graph)
        for index in [299, 300, 399] {
            let near = try snapshot.nearestTemplates(to: crowd.embeddings[index], count: 1)
            #expect(near == crowd.nearest(to: crowd.embeddings[index], count: 1))
        }
        try graph.extend(with: whole, threads: 2)
        #expect(graph.count == 400)
        #expect(graph.lastID == Crowd.id(399))
    }

    @Test func `a removed template is not found, by a new snapshot or an old one`() throws {
        var generator = SplitMix64(seed: 24)
        let crowd = Crowd(.clustered, count: 400, dimension: 128, using: &generator)
        var table = try crowd.table()
        let graph = try GraphIndex(table)
        let gone = Crowd.id(7)
        table.remove(ids: [gone])
        // Before the graph knows, and after.
        for _ in 0..<2 {
            let near = try crowd.snapshot(table, graph: graph).nearestTemplates(to: crowd.embeddings[7], count: 5)
            #expect(near.count == 5 && !near.contains { $0.template.rawValue == gone })
            graph.remove(ids: [gone, gone, 123_456])
        }
        #expect(graph.count == 399 && graph.removedCount == 1 && !graph.needsRebuilding)
        graph.remove(ids: (0..<100).map(Crowd.id))
        #expect(graph.needsRebuilding)
    }

    @Test func `a file brings back the graph without a byte of a code`() throws {
        var generator = SplitMix64(seed: 25)
        let crowd = Crowd(.random, count: 500, dimension: 128, using: &generator)
        let table = try crowd.table()
        let bytes = try GraphIndex(table).serialized(of: Self.origin)
        for entry in table.ids.compactMap(table.entry) {
            // Four bytes of a code in a row occur by chance; eight do not.
            let code = entry.code.bytes.prefix(8).map { UInt8(bitPattern: $0) }
            #expect(Data(bytes).range(of: Data(code)) == nil)
        }
        let (graph, added, removed) = try GraphIndex.load(bytes, of: Self.origin, table: table, threads: 1)
        #expect(added == 0 && removed == 0 && graph.count == 500)
        #expect(try graph.serialized(of: Self.origin) == bytes)
    }

    @Test func `a file that is behind is brought up to date`() throws {
        var generator = SplitMix64(seed: 26)
        let crowd = Crowd(.clustered, count: 500, dimension: 128, using: &generator)
        let bytes = try GraphIndex(try crowd.table(0..<450)).serialized(of: Self.origin)
        var table = try crowd.table()
        table.remove(ids: (10..<20).map(Crowd.id))
        let (graph, added, removed) = try GraphIndex.load(bytes, of: Self.origin, table: table, threads: 2)
        #expect(added == 50 && removed == 10 && graph.count == 490)
        let snapshot = crowd.snapshot(table, graph: graph)
        for index in [0, 15, 449, 450, 499] {
            let expected = crowd.nearest(to: crowd.embeddings[index], count: 20)
                .filter { !(10..<20).map(Crowd.id).contains($0.template.rawValue) }
            let near = try snapshot.nearestTemplates(to: crowd.embeddings[index], count: 5, mode: .graph(breadth: 200))
            #expect(near == Array(expected.prefix(5)))
        }
    }

    @Test func `a file of nothing, of nobody left, and of another gallery`() throws {
        var generator = SplitMix64(seed: 27)
        let crowd = Crowd(.random, count: 30, dimension: 128, using: &generator)
        let empty = TemplateTable(dimension: 128)
        let table = try crowd.table()
        let nothing = try GraphIndex(empty).serialized(of: Self.origin)
        #expect(try GraphIndex.load(nothing, of: Self.origin, table: empty, threads: 1).graph.count == 0)
        #expect(try GraphIndex.load(nothing, of: Self.origin, table: table, threads: 1).graph.count == 30)
        let bytes = try GraphIndex(table).serialized(of: Self.origin)
        let alone = try GraphIndex.load(bytes, of: Self.origin, table: empty, threads: 1)
        #expect(alone.graph.count == 0 && alone.graph.needsRebuilding)
        for other in [
            GraphIndex.Origin(gallery: [1, 2, 4], revision: 7), GraphIndex.Origin(gallery: [1, 2], revision: 7),
            GraphIndex.Origin(gallery: [1, 2, 3], revision: 6),
        ] {
            #expect(throws: GalleryError.self) {
                try GraphIndex.load(bytes, of: other, table: table, threads: 1)
            }
        }
    }

    @Test func `a file that was cut or changed anywhere is refused`() throws {
        var generator = SplitMix64(seed: 28)
        let crowd = Crowd(.random, count: 40, dimension: 64, using: &generator)
        let table = try crowd.table()
        let bytes = try GraphIndex(table).serialized(of: Self.origin)
        for length in 0..<bytes.count {
            #expect(throws: GalleryError.self) {
                try GraphIndex.load(Array(bytes[..<length]), of: Self.origin, table: table, threads: 1)
            }
        }
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            #expect(throws: GalleryError.self) {
                try GraphIndex.load(damaged, of: Self.origin, table: table, threads: 1)
            }
        }
    }

    @Test func `damage that the checksum was made to agree with leads to no wrong access`() throws {
        var generator = SplitMix64(seed: 29)
        let crowd = Crowd(.random, count: 40, dimension: 64, using: &generator)
        let table = try crowd.table()
        let graph = try GraphIndex(table).serialized(of: Self.origin)
        let body = 28..<graph.count - 32
        var refused = 0
        for position in body {
            for value in [0, 0xff, UInt8.random(in: 0...255, using: &generator)] {
                var bytes = Array(graph[body])
                bytes[position - body.lowerBound] = value
                do throws(GalleryError) {
                    let loaded = try GraphIndex.load(graph: bytes[...], table: table, threads: 1).graph
                    _ = try loaded.nearest(to: CodeQuery(crowd.embeddings[0]).code, breadth: 50)
                } catch {
                    refused += 1
                }
            }
            let cut = graph[28..<position]
            if !cut.isEmpty {
                #expect(throws: GalleryError.self) {
                    try GraphIndex.load(graph: cut, table: table, threads: 1)
                }
            }
        }
        #expect(refused > body.count / 2)
    }

    @Test func `a damaged or missing file means a new graph`() throws {
        var generator = SplitMix64(seed: 30)
        let crowd = Crowd(.random, count: 100, dimension: 64, using: &generator)
        let table = try crowd.table()
        let folder = FileManager.default.temporaryDirectory.appending(path: "graph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.graph").path
        let (graph, missing) = try GraphIndex.open(path, of: Self.origin, table: table)
        #expect(missing == .rebuilt(reason: .unreadable(reason: "there is no search graph")))
        try graph.save(to: path, of: Self.origin)
        #expect(try GraphIndex.open(path, of: Self.origin, table: table).opening == .loaded(added: 0, removed: 0))
        try Data("FNGRAPH\nnonsense".utf8).write(to: URL(fileURLWithPath: path))
        let (anew, damaged) = try GraphIndex.open(path, of: Self.origin, table: table)
        #expect(damaged == .rebuilt(reason: .corrupt(reason: "the search graph is damaged")) && anew.count == 100)
    }

    @Test func `searches go on while templates are inserted and removed`() async throws {
        var generator = SplitMix64(seed: 31)
        let crowd = Crowd(.clustered, count: 2000, dimension: 64, using: &generator)
        let table = try crowd.table()
        let graph = try GraphIndex(try crowd.table(0..<500))
        let queries = crowd.queries(20, using: &generator)
        let snapshot = crowd.snapshot(table, graph: graph)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for end in stride(from: 600, through: 2000, by: 100) {
                    try graph.extend(with: try crowd.table(0..<end))
                    graph.remove(ids: [Crowd.id(end - 50)])
                }
            }
            for query in queries {
                group.addTask {
                    for _ in 0..<20 {
                        let near = try snapshot.nearestTemplates(to: query, count: 5, mode: .graph(breadth: 50))
                        #expect(near.count == 5)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(graph.count == 2000 - 15)
    }
}
