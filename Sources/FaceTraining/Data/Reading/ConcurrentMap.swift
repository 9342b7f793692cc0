import Dispatch
import Synchronization

/// Calls `transform` for each element on several threads, and returns the results in the order of the elements.
///
/// - Complexity: O(*elements* / *threads*) calls, one lock for each 32.
func concurrentMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element],
    threads: Int,
    _ transform: @Sendable (Element) -> Result
) -> [Result] {
    let chunk = 32
    let next = Mutex(0)
    let done = Mutex<[(start: Int, results: [Result])]>([])
    DispatchQueue.concurrentPerform(iterations: max(1, threads)) { _ in
        while true {
            let start = next.withLock { next in
                defer { next += chunk }
                return next
            }
            guard start < elements.count else { return }
            let results = elements[start..<min(start + chunk, elements.count)].map(transform)
            done.withLock { $0.append((start, results)) }
        }
    }
    return done.withLock { $0.sorted { $0.start < $1.start }.flatMap(\.results) }
}
