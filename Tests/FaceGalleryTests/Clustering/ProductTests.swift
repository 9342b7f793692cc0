import CCodes
import Testing

@testable import FaceGallery

@Suite struct ProductTests {
    @Test(arguments: [1, 3, 16, 100, 128, 512])
    func `products of a panel agree with plain loops`(dimension: Int) {
        var dice = FaceDice(state: UInt64(dimension))
        let (height, width) = (Int(PRODUCTS_ROWS), Int(PRODUCTS_COLUMNS))
        // Whole numbers: their sums are exact in any order, so that the hits are the same to the last bit.
        func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(Int.random(in: -9...9, using: &dice)) } }
        let (rows, panel) = (numbers(height * dimension), numbers(width * dimension))
        for floor: Float in [-.infinity, 0, 25, 1e6] {
            var (fast, plain) = ([products_hit](repeating: products_hit(), count: height * width), [products_hit]())
            plain = fast
            let count = products_above(rows, panel, dimension, floor, &fast)
            #expect(count == products_above_reference(rows, panel, dimension, floor, &plain))
            for index in 0..<count {
                #expect(fast[index].row == plain[index].row && fast[index].column == plain[index].column)
                #expect(fast[index].product == plain[index].product)
            }
            if floor == -.infinity { #expect(count == height * width) }
        }
    }

    @Test(arguments: [1, 31, 32, 33, 128, 512])
    func `gathered products agree with plain sums`(dimension: Int) {
        var dice = FaceDice(state: 7)
        let base = (0..<20 * dimension).map { _ in Float(Int.random(in: -9...9, using: &dice)) }
        let ids: [Int32] = [19, 0, 3, 3, 7]
        var products = [Float](repeating: 0, count: ids.count)
        products_gather(Array(base[dimension..<2 * dimension]), base, dimension, ids, ids.count, &products)
        for (id, product) in zip(ids, products) {
            let rows = zip(base[dimension..<2 * dimension], base[(Int(id) * dimension)...])
            let expected = rows.reduce(Float(0)) { $0 + $1.0 * $1.1 }
            #expect(product == expected)
        }
    }
}
