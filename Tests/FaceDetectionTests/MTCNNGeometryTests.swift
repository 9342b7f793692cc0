import FaceImaging
import Testing

@testable import FaceDetection

@Suite struct MTCNNGeometryTests {
    @Test func `the pyramid of an LFW photo is facenet-pytorch's`() {
        let pyramid = ImagePyramid(width: 250, height: 250, minimumFaceSize: 20, factor: 0.709)
        // python: m = 12/20; [int(250*m*.709**k + 1) for k in range(8)], the product taken step by step.
        #expect(pyramid.levels.map(\.width) == [151, 107, 76, 54, 38, 27, 20, 14])
        #expect(pyramid.levels.map(\.height) == pyramid.levels.map(\.width))
    }

    @Test func `a photo smaller than the smallest face has no pyramid`() {
        #expect(ImagePyramid(width: 400, height: 19, minimumFaceSize: 20, factor: 0.709).levels.isEmpty)
        #expect(ImagePyramid(width: 400, height: 20, minimumFaceSize: 20, factor: 0.709).levels.count == 1)
    }

    /// Cells by going through the network's layers: 3x3, a pool of 2x2 that takes a rest, 3x3, 3x3.
    private func cellCountReference(_ length: Int) -> Int {
        let afterFirst = length - 2
        return (afterFirst + 1) / 2 - 2 - 2
    }

    @Test func `tiles give exactly the cells of the whole`() {
        for length in [12, 13, 64, 65, 66, 67, 100, 101, 127, 128, 200, 257, 1000, 1001] {
            let count = ProposalGrid.cellCount(length)
            #expect(count == cellCountReference(length))
            var cells: [Int] = []
            let tiles = ProposalGrid.tiles(length, whole: 65, tile: 64)
            for tile in tiles {
                #expect(tile.start.isMultiple(of: 2) && tile.start >= 0 && tile.start + tile.length <= length)
                // The pool's rest is where the whole has it, and nowhere else.
                #expect(tile.length.isMultiple(of: 2) || tile.start + tile.length == length)
                let own = ProposalGrid.cellCount(tile.length)
                cells += (tile.firstNewCell..<own).map { tile.start / 2 + $0 }
            }
            #expect(cells == Array(0..<count), "side \(length)")
            #expect(Set(tiles.map(\.length)).count <= 2)
        }
    }

    @Test func `a regression moves edges by shares of the sides`() {
        let candidate = Candidate(box: [10, 20, 29, 59], regression: [0.1, -0.1, 0.2, 0.05], score: 1)
        let expected = SIMD4<Float>(11.9, 16.1, 32.8, 60.95)
        let difference = candidate.regressed(extra: 0).box - expected
        #expect(difference.max() < 1e-4 && difference.min() > -1e-4)
        let other = candidate.regressed(extra: 1).box - SIMD4<Float>(12, 16, 33, 61)
        #expect(other.max() < 1e-4 && other.min() > -1e-4)
    }

    @Test func `a box becomes the square about its center`() {
        #expect(Candidate(box: [10, 20, 30, 60], score: 1).squared.box == SIMD4<Float>(0, 20, 40, 60))
        #expect(Candidate(box: [0, 0, 8, 2], score: 1).squared.box == SIMD4<Float>(0, -3, 8, 5))
    }

    @Test func `a box is cut to the photo, its edges toward zero and counted from one`() {
        func region(_ box: SIMD4<Float>) -> PixelRegion? {
            Candidate(box: box, score: 1).region(inWidth: 100, height: 80)
        }
        #expect(region([10.9, 20.2, 30.7, 40.9]) == PixelRegion(x: 9, y: 19, width: 21, height: 21))
        #expect(region([-5.5, -0.5, 300, 300]) == PixelRegion(x: 0, y: 0, width: 100, height: 80))
        #expect(region([101, 10, 120, 20]) == nil)
        #expect(region([-20, 10, -3, 20]) == nil)
        #expect(region([.nan, 0, 10, 10]) == nil)
    }

    @Test func `batches are padded only where they are nearly full`() {
        func batches(_ count: Int) -> [Int] {
            var (left, sizes) = (count, [Int]())
            while left > 0 {
                let size = CropNetwork.batchSize(for: left)
                sizes.append(size)
                left -= size
            }
            return sizes
        }
        #expect(batches(0) == [])
        #expect(batches(1) == [1])
        #expect(batches(3) == [4])
        #expect(batches(9) == [8, 1])
        #expect(batches(12) == [16])
        #expect(batches(71) == [32, 32, 8])
    }
}
