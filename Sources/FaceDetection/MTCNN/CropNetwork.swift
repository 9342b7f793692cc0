import FaceEngine
import FaceImaging

/// MTCNN's second or third network: looks at square crops of one size, in batches.
struct CropNetwork: Sendable {
    /// The batch sizes compiled for, falling; a rest is padded up to the next.
    private static let batchSizes = [32, 16, 8, 4, 2, 1]

    /// The side of a crop in pixels: 24 for R-Net, 48 for O-Net.
    let side: Int
    /// The numbers of each output for one crop.
    let outputs: [Int]
    private let programs: ProgramCache<Int, DetectorProgram, DetectionError>

    init(_ source: NetworkSource, side: Int, outputs: [Int]) {
        self.side = side
        self.outputs = outputs
        programs = ProgramCache(capacity: Self.batchSizes.count) { (batch) throws(DetectionError) in
            try source.program(input: [3, side, side], counts: outputs, batchSize: batch)
        }
    }

    /// Runs the network on regions of a photo.
    ///
    /// - Parameters:
    ///   - regions: Where to look; each is brought to the crop's size by plain means.
    ///   - photo: The photo they are inside of.
    ///   - body: Called for each region, in order, with its place and its numbers, output after output.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    func run(
        on regions: [PixelRegion],
        of photo: Photo,
        body: (Int, [UnsafeBufferPointer<Float>]) -> Void
    ) throws(DetectionError) {
        let cropSize = TensorFormat.count(width: side, height: side)
        let capacity = Self.batchSize(for: regions.count)
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity * cropSize)
        let results = outputs.map { UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity * $0) }
        defer {
            pixels.deallocate()
            for buffer in results { buffer.deallocate() }
        }
        var start = 0
        while start < regions.count {
            let batch = Self.batchSize(for: regions.count - start)
            let count = min(batch, regions.count - start)
            for index in 0..<batch {
                let crop = UnsafeMutableBufferPointer(rebasing: pixels[index * cropSize..<(index + 1) * cropSize])
                guard index < count else {
                    crop.update(repeating: 0)
                    continue
                }
                let region = regions[start + index]
                photo.resample(region, width: side, height: side, filter: .area, format: .centered, into: crop)
            }
            let input = UnsafeBufferPointer(rebasing: pixels[..<(batch * cropSize)])
            let destinations = zip(results, outputs).map { UnsafeMutableBufferPointer(rebasing: $0[..<(batch * $1)]) }
            try programs.program(for: batch).run(on: input, into: destinations)
            for index in 0..<count {
                let numbers = zip(results, outputs).map { buffer, size in
                    UnsafeBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
                }
                body(start + index, numbers)
            }
            start += count
        }
    }

    /// The batch to run next when `count` crops are left.
    ///
    /// A batch that would be less than three quarters full is split instead.
    static func batchSize(for count: Int) -> Int {
        let padded = batchSizes.last { $0 >= count } ?? batchSizes[0]
        if 4 * count >= 3 * padded { return padded }
        return batchSizes.first { $0 <= count } ?? 1
    }
}
