import CCodes
import Dispatch
import Synchronization

extension NeighborGraph {
    /// Compares every face with every other.
    ///
    /// - Parameters:
    ///   - matrix: The faces.
    ///   - threshold: The greatest squared distance that makes neighbors.
    ///   - limit: The most neighbors a face keeps: the nearest, ties by number.
    ///   - threads: Threads that compare.
    /// - Complexity: O(*N*² *D* / *threads*) time, O(*N* (*D* + limit)) memory.
    init(of matrix: FaceMatrix, threshold: Float, limit: Int, threads: Int) {
        // Rows that share a panel while it is near the processor.
        let height = 8 * Int(PRODUCTS_ROWS)
        let blocks = (matrix.count + height - 1) / height
        let panels = matrix.panels()
        let next = Mutex(0)
        let done = Mutex((lists: [[Neighbor]](repeating: [], count: matrix.count), isComplete: true))
        DispatchQueue.concurrentPerform(iterations: max(1, min(threads, blocks))) { _ in
            while true {
                let block = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard block < blocks else { return }
                let faces = block * height..<min((block + 1) * height, matrix.count)
                let found = Self.lists(of: faces, in: matrix, panels: panels, threshold: threshold, limit: limit)
                done.withLock { done in
                    for (face, list) in zip(faces, found.lists) { done.lists[face] = list }
                    done.isComplete = done.isComplete && found.isComplete
                }
            }
        }
        let (lists, isComplete) = done.withLock { done in
            defer { done.lists = [] }
            return done
        }
        self.init(lists: lists, isComplete: isComplete)
    }

    private static func lists(
        of faces: Range<Int>,
        in matrix: FaceMatrix,
        panels: [Float],
        threshold: Float,
        limit: Int
    ) -> (lists: [[Neighbor]], isComplete: Bool) {
        let (height, width, dimension) = (Int(PRODUCTS_ROWS), Int(PRODUCTS_COLUMNS), matrix.dimension)
        var lists = [[Neighbor]](repeating: [], count: faces.count)
        var isComplete = true
        // Zeros behind the last row, as the kernel takes eight.
        var rows = Array(matrix.rows[faces.lowerBound * dimension..<faces.upperBound * dimension])
        rows += [Float](repeating: 0, count: (faces.count + height - 1) / height * height * dimension - rows.count)
        var hits = [products_hit](repeating: products_hit(), count: height * width)
        let floor = 1 - threshold / 2
        for panel in 0..<(matrix.count + width - 1) / width {
            for start in stride(from: 0, to: faces.count, by: height) {
                let count = panels.withUnsafeBufferPointer { panels in
                    rows.withUnsafeBufferPointer { rows in
                        guard let rows = rows.baseAddress, let panels = panels.baseAddress else { return 0 }
                        return products_above(
                            rows + start * dimension,
                            panels + panel * width * dimension,
                            dimension,
                            floor,
                            &hits
                        )
                    }
                }
                for hit in hits[..<count] {
                    let (row, face) = (start + Int(hit.row), panel * width + Int(hit.column))
                    guard row < faces.count, face < matrix.count, face != faces.lowerBound + row else { continue }
                    lists[row].append(Neighbor(face: Int32(face), squaredDistance: distance(ofProduct: hit.product)))
                    if lists[row].count >= 2 * limit + 64 {
                        cut(&lists[row], to: limit)
                        isComplete = false
                    }
                }
            }
        }
        for row in lists.indices {
            if lists[row].count > limit {
                cut(&lists[row], to: limit)
                isComplete = false
            } else {
                lists[row].sort()
            }
        }
        return (lists, isComplete)
    }

    private static func cut(_ list: inout [Neighbor], to limit: Int) {
        list.sort()
        list.removeLast(list.count - limit)
    }

    /// The squared distance of two points at length 1.
    static func distance(ofProduct product: Float) -> Float { max(0, min(4, 2 - 2 * product)) }
}
