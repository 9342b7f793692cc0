/// Where buffers that live at different times lie in one block of memory.
struct ArenaPlan: Equatable {
    /// A buffer: its size, and the first and last step that touch it.
    struct Request: Equatable {
        var size: Int
        var first: Int
        var last: Int
    }

    /// The byte each buffer starts at.
    let offsets: [Int]
    /// The size of the whole block in bytes.
    let size: Int

    /// Places the buffers, largest first, each at the lowest place where it meets no neighbor in time.
    ///
    /// - Complexity: O(*n*² log *n*) for *n* buffers, once when a program is compiled.
    init(_ requests: [Request], alignment: Int = 64) {
        var offsets = [Int](repeating: 0, count: requests.count)
        var placed: [Int] = []
        var end = 0
        let order = requests.indices.sorted { (requests[$0].size, $1) > (requests[$1].size, $0) }
        for index in order where requests[index].size > 0 {
            let request = requests[index]
            let neighbors =
                placed
                .filter { requests[$0].first <= request.last && request.first <= requests[$0].last }
                .sorted { offsets[$0] < offsets[$1] }
            var place = 0
            for neighbor in neighbors {
                if place + request.size <= offsets[neighbor] { break }
                place = max(
                    place,
                    (offsets[neighbor] + requests[neighbor].size + alignment - 1) / alignment * alignment
                )
            }
            offsets[index] = place
            placed.append(index)
            end = max(end, place + request.size)
        }
        self.offsets = offsets
        size = end
    }
}
