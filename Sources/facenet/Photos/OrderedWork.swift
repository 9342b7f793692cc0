/// Works on several items at once, and hands out the results in the order of the items.
enum OrderedWork {
    /// Calls `work` for each item from several tasks, and `sink` with each result, one after the other.
    ///
    /// At most `4 * width` results wait for a slower one before them.
    static func run<Item: Sendable, Result: Sendable>(
        _ items: [Item],
        width: Int,
        work: @escaping @Sendable (Item) async -> Result,
        sink: (Result) throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var (started, handed) = (0, 0)
            var waiting: [Int: Result] = [:]
            var running = 0
            while handed < items.count {
                while running < width, started < items.count, started < handed + 4 * width {
                    let (index, item) = (started, items[started])
                    group.addTask { (index, await work(item)) }
                    (started, running) = (started + 1, running + 1)
                }
                guard let (index, result) = try await group.next() else { break }
                running -= 1
                waiting[index] = result
                while let next = waiting.removeValue(forKey: handed) {
                    try sink(next)
                    handed += 1
                }
            }
        }
    }
}
