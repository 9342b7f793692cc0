/// What a heap holds; the first is the least.
protocol HeapElement {
    static func < (first: Self, second: Self) -> Bool
}

/// A binary heap: the least element first.
struct Heap<Element: HeapElement> {
    private var elements: [Element] = []

    /// Adds an element.
    ///
    /// - Complexity: O(log *n*).
    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard elements[child] < elements[parent] else { return }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the least element out.
    ///
    /// - Complexity: O(log *n*).
    mutating func popFirst() -> Element? {
        guard let first = elements.first, let last = elements.popLast() else { return nil }
        guard !elements.isEmpty else { return first }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in 2 * parent + 1..<min(2 * parent + 3, max(2 * parent + 1, elements.count))
            where elements[child] < elements[least] { least = child }
            guard least != parent else { return first }
            elements.swapAt(least, parent)
            parent = least
        }
    }
}
