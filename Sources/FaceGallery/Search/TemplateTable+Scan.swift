import CCodes
import Dispatch
import Synchronization

/// What a scan found for one query.
struct ScanResult: Sendable {
    /// The nearest rows by code, in no order.
    var candidates: [ScanCandidate]
    /// The squared distance in steps that every row not among the candidates reaches; `nil` if none was left out.
    var droppedFrom: Int32?
}

extension TemplateTable {
    /// The most queries that share one pass over the codes.
    static let batch = 64

    /// The greatest error of a row.
    var largestError: Float { parts.reduce(0) { max($0, $1.largestError) } }

    /// Returns the `count` rows nearest to each of at most ``batch`` queries, by code.
    func scan(
        _ queries: [CodeQuery],
        keeping count: Int,
        among filter: PersonFilter? = nil,
        threads: Int = 1,
        path: codes_path = codes_best_path()
    ) -> [ScanResult] {
        let capacity = max(1, min(count, self.count))
        let shares = scan(queries, threads: threads, path: path) {
            [ScanCandidates](repeating: ScanCandidates(capacity: capacity), count: queries.count)
        } limit: { share, query in
            share[query].limit
        } take: { share, query, candidate, person in
            guard filter?.admits(person) ?? true else { return }
            share[query].insert(candidate)
        }
        return queries.indices.map { query in
            var all = ScanCandidates(capacity: capacity)
            for share in shares { share[query].heap.forEach { all.insert($0) } }
            // Rows turned away by the limit alone are not noted; but then the heap is full.
            let isFull = all.heap.count == capacity && capacity < self.count
            return ScanResult(candidates: all.heap, droppedFrom: isFull ? all.limit : nil)
        }
    }

    /// Returns all rows nearer than a limit to each of at most ``batch`` queries, by code.
    func scan(
        _ queries: [CodeQuery],
        nearerThan limits: [Int32],
        among filter: PersonFilter? = nil,
        threads: Int = 1,
        path: codes_path = codes_best_path()
    ) -> [ScanResult] {
        let shares = scan(queries, threads: threads, path: path) {
            [[ScanCandidate]](repeating: [], count: queries.count)
        } limit: { _, query in
            limits[query]
        } take: { share, query, candidate, person in
            guard filter?.admits(person) ?? true else { return }
            share[query].append(candidate)
        }
        return queries.indices.map { query in
            ScanResult(candidates: shares.flatMap { $0[query] }, droppedFrom: nil)
        }
    }

    /// Goes over all parts, each taken by the next free thread, and returns each thread's share.
    private func scan<Share: Sendable>(
        _ queries: [CodeQuery],
        threads: Int,
        path: codes_path,
        start: () -> Share,
        limit: @Sendable (Share, Int) -> Int32,
        take: @Sendable (inout Share, Int, ScanCandidate, Int64) -> Void
    ) -> [Share] {
        precondition(queries.count <= Self.batch, "\(queries.count) queries in one pass")
        guard !queries.isEmpty else { return [] }
        let codes = queries.flatMap(\.code)
        let workers = max(1, min(threads, parts.count))
        let empty = start()
        guard workers > 1 else {
            var share = empty
            for index in parts.indices {
                scan(part: index, codes, queries.count, path, &share, limit: limit, take: take)
            }
            return [share]
        }
        let next = Atomic<Int>(0)
        let shares = Mutex<[Share]>([])
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            var share = empty
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < parts.count else { break }
                scan(part: index, codes, queries.count, path, &share, limit: limit, take: take)
            }
            shares.withLock { $0.append(share) }
        }
        return shares.withLock { $0 }
    }

    /// Goes over one part, a block of rows at a time, all queries over each block while it is in the nearest cache.
    private func scan<Share>(
        part index: Int,
        _ codes: [Int8],
        _ queryCount: Int,
        _ path: codes_path,
        _ share: inout Share,
        limit: (Share, Int) -> Int32,
        take: (inout Share, Int, ScanCandidate, Int64) -> Void
    ) {
        let part = parts[index]
        let segment = part.segment
        // Codes of a block and distances of 64 queries fit the second cache.
        let block = max(16, min(1024, 65_536 / segment.stride))
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: block * queryCount) { distances in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: block) { found in
                guard let distances = distances.baseAddress, let found = found.baseAddress else { return }
                for first in Swift.stride(from: 0, to: part.count, by: block) {
                    let rows = min(block, part.count - first)
                    let start = segment.codes + first * segment.stride
                    let norms = segment.norms + first
                    codes_distances(path, start, norms, rows, segment.stride, codes, queryCount, distances)
                    for query in 0..<queryCount {
                        let row = distances + query * rows
                        let nearer = codes_below(path, row, rows, limit(share, query), found)
                        for next in 0..<nearer {
                            let place = Int(found[next])
                            let position = Int32(first + place)
                            let candidate = ScanCandidate(distance: row[place], part: Int32(index), row: position)
                            take(&share, query, candidate, segment.people[first + place])
                        }
                    }
                }
            }
        }
        withExtendedLifetime(segment) {}
    }
}
