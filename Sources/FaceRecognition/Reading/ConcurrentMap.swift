/// Applies a function to every element, a few at a time, on as many threads; results come in the elements' order.
///
/// - Parameters:
///   - items: What to work on.
///   - width: The most elements in work at once, at least 1.
///   - transform: Called once for each, on any thread. Errors belong into its result.
/// - Returns: As many results.
@concurrent
func concurrentMap<Item: Sendable, Output: Sendable>(
    _ items: [Item],
    width: Int,
    _ transform: @escaping @Sendable (Item) -> Output
) async -> [Output] {
    var results = [Output?](repeating: nil, count: items.count)
    await withTaskGroup(of: (Int, Output).self) { group in
        var next = 0
        func add() {
            let place = next
            group.addTask { (place, transform(items[place])) }
            next += 1
        }
        while next < min(width, items.count) { add() }
        for await (place, output) in group {
            results[place] = output
            if next < items.count { add() }
        }
    }
    return results.compactMap(\.self)
}
