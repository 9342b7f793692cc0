import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation
import Synchronization
import Testing

@testable import FaceTraining

@Suite struct BatchLoaderTests {
    private let folder: PhotoFolder

    init() throws { folder = try PhotoFolder() }

    /// Changes every photo by what it draws, by its landmarks and by whether it is to be covered.
    private static let noise: BatchLoader.Augmentation = { photo, landmarks, isOccluded, generator in
        var photo = photo
        let shift = UInt8(truncatingIfNeeded: generator.next()) &+ (isOccluded ? 100 : 0)
        photo.withUnsafeMutablePixels { pixels in
            for index in pixels.indices { pixels[index] &+= shift }
        }
        return photo
    }

    private func loader(
        _ set: FaceDataset,
        steps: Range<Int>,
        batchSize: Int = 8,
        threads: Int = 1,
        ahead: Int = 2,
        memory: Int = 0,
        rank: Int = 0,
        ranks: Int = 1,
        resizesFirst: Bool = true,
        augmentation: BatchLoader.Augmentation? = noise,
        observe: (@Sendable (LoaderEvent) -> Void)? = nil
    ) throws -> BatchLoader {
        let sampler = try IdentitySampler(
            set,
            options: IdentitySampler.Options(batchSize: batchSize, photosPerPerson: 2, occludedShare: 0.25),
            seed: 1
        )
        let options = BatchLoader.Options(
            size: ImageSize(16),
            threads: threads,
            batchesAhead: ahead,
            memoryBytes: memory,
            resizesFirst: resizesFirst,
            rank: rank,
            ranks: ranks
        )
        return BatchLoader(
            set,
            sampler: sampler,
            steps: steps,
            seed: 2,
            options: options,
            augmentation: augmentation,
            observe: observe
        )
    }

    private func batches(_ loader: BatchLoader) throws -> [LoadedBatch] {
        var batches: [LoadedBatch] = []
        while let batch = try loader.next() { batches.append(batch) }
        return batches
    }

    @Test(arguments: [(1, 1, 0), (4, 1, 0), (3, 5, 0), (2, 2, 1 << 20), (2, 2, 5000)])
    func `threads, prefetching and memory change no byte`(threads: Int, ahead: Int, memory: Int) throws {
        let set = try folder.people([4, 3, 5, 2])
        let expected = try batches(try loader(set, steps: 0..<12))
        let actual = try batches(try loader(set, steps: 0..<12, threads: threads, ahead: ahead, memory: memory))
        #expect(expected.map(\.step) == Array(0..<12))
        #expect(actual.map(\.slots) == expected.map(\.slots))
        #expect(actual.map(\.photos) == expected.map(\.photos))
        #expect(Set(expected.flatMap(\.photos)).count > 60)
    }

    @Test func `a resumed loader goes on as the one that was not stopped`() throws {
        let set = try folder.people([4, 3, 5, 2])
        let whole = try batches(try loader(set, steps: 0..<10, threads: 2))
        let rest = try batches(try loader(set, steps: 6..<10, threads: 2))
        #expect(rest.map(\.photos) == whole.suffix(4).map(\.photos))
        #expect(rest.map(\.step) == [6, 7, 8, 9])
    }

    @Test(arguments: [2, 3])
    func `the ranks' parts make up the batch`(ranks: Int) throws {
        let set = try folder.people([4, 3, 5, 2])
        let whole = try batches(try loader(set, steps: 0..<3))
        let parts = try (0..<ranks).map { try batches(try loader(set, steps: 0..<3, rank: $0, ranks: ranks)) }
        for step in 0..<3 {
            #expect(parts.flatMap { $0[step].slots } == whole[step].slots)
            #expect(parts.flatMap { $0[step].photos } == whole[step].photos)
        }
    }

    @Test func `pixels become the numbers the network reads`() throws {
        let set = try folder.people([3, 3], width: 16, height: 16)
        let loader = BatchLoader(
            set,
            sampler: SequentialSampler(set, batchSize: 4),
            steps: 0..<2,
            seed: 0,
            options: BatchLoader.Options(
                size: ImageSize(16),
                normalization: PixelNormalization(mean: [1, 2, 3], scale: [0.5, 0.25, 2], order: .bgr)
            )
        )
        let first = try #require(try loader.next())
        let second = try #require(try loader.next())
        #expect(try loader.next() == nil)
        #expect(second.slots.map(\.sample) == [4, 5] && second.labels == [1, 1])
        // As they lie in the files: nothing is resized, nothing augmented.
        #expect(
            first.photos == (0..<3).map { PhotoFolder.photo($0, width: 16, height: 16) } + [
                PhotoFolder.photo(1000, width: 16, height: 16)
            ]
        )
        let tensor = first.tensor()
        #expect(tensor.shape.description == "[4, 3, 16, 16]")
        let color = first.photos[2][5, 7]
        let place = { (channel: Int) in ((2 * 3 + channel) * 16 + 7) * 16 + 5 }
        #expect(tensor.scalars[place(0)] == (Float(color.blue) - 1) * 0.5)
        #expect(tensor.scalars[place(1)] == (Float(color.green) - 2) * 0.25)
        #expect(tensor.scalars[place(2)] == (Float(color.red) - 3) * 2)
        var chunk = [Float](repeating: .nan, count: 2 * first.countPerPhoto)
        chunk.withUnsafeMutableBufferPointer { first.write(1..<3, into: $0) }
        #expect(chunk == Array(tensor.scalars[first.countPerPhoto..<3 * first.countPerPhoto]))
    }

    @Test func `a photo of another shape is cut about its middle, landmarks with it`() {
        let photo = PhotoFolder.photo(1, width: 40, height: 20)
        let points: [Float] = [19.5, 9.5, 10, 0, 0, 0, 0, 0, 0, 0]
        let crop = Crop(photo, landmarks: FaceLandmarks(coordinates: points), size: ImageSize(10))
        #expect(crop.photo == photo.resized(PixelRegion(x: 10, y: 0, width: 20, height: 20), width: 10, height: 10))
        // The middle stays the middle; half the scale about the corner of the pixel.
        #expect(crop.landmarks?.leftEye == Point(x: 4.5, y: 4.5))
        #expect(crop.landmarks?.rightEye == Point(x: -0.25, y: -0.25))
        let tall = Crop(
            PhotoFolder.photo(2, width: 10, height: 30),
            landmarks: nil,
            size: ImageSize(rows: 10, columns: 20)
        )
        #expect(tall.photo.width == 20 && tall.photo.height == 10)
    }

    @Test(arguments: [true, false])
    func `augmentation sees the photo before or after it is resized`(resizesFirst: Bool) throws {
        let set = try folder.people([3, 3, 3])
        let sizes = Mutex<Set<Int>>([])
        let loader = try loader(set, steps: 0..<2, resizesFirst: resizesFirst) { photo, _, _, _ in
            sizes.withLock { _ = $0.insert(photo.width) }
            return photo
        }
        let loaded = try batches(loader)
        #expect(sizes.withLock { $0 } == [resizesFirst ? 16 : 24])
        #expect(loaded.flatMap(\.photos).allSatisfy { $0.width == 16 && $0.height == 16 })
    }

    @Test(arguments: [1, 4])
    func `another photo of the person stands in for one that cannot be read, told once`(threads: Int) throws {
        let set = try folder.people([4, 4, 4])
        let broken = set.people[1].samples.lowerBound + 2
        try folder.write([1, 2, 3], to: "p01/2.png")
        let events = Mutex<[LoaderEvent]>([])
        let loaded = try batches(
            try loader(set, steps: 0..<12, threads: threads, observe: { event in events.withLock { $0.append(event) } })
        )
        let reason = "not a JPEG, PNG, WebP, GIF, HEIC or AVIF image"
        #expect(
            events.withLock { $0 }
                == [.unreadable(sample: broken, name: "\(folder.path)/p01/2.png", reason: reason)]
        )
        let slots = loaded.flatMap(\.slots)
        #expect(slots.count == 12 * 8 && !slots.contains { $0.sample == broken })
        #expect(slots.allSatisfy { set.samples[$0.sample].label == $0.label })
        let wanted = try IdentitySampler(
            set,
            options: IdentitySampler.Options(batchSize: 8, photosPerPerson: 2, occludedShare: 0.25),
            seed: 1
        )
        for batch in loaded {
            #expect(batch.labels == wanted.batch(at: batch.step).map(\.label))
        }
        #expect(loaded.map(\.photos) == (try batches(try loader(set, steps: 0..<12))).map(\.photos))
    }

    @Test func `somebody else stands in where no photo of the person can be read, and a set without any is an error`()
        throws
    {
        let set = try folder.people([2, 2, 2])
        for number in 0..<2 { try folder.write([1], to: "p01/\(number).png") }
        let loaded = try batches(try loader(set, steps: 0..<3, batchSize: 6))
        #expect(loaded.flatMap(\.slots).allSatisfy { $0.label != 1 && set.samples[$0.sample].label == $0.label })
        for name in ["p00", "p02"] { for number in 0..<2 { try folder.write([1], to: "\(name)/\(number).png") } }
        let loader = try loader(set, steps: 0..<3, batchSize: 6)
        #expect(throws: DataError.nothingReadable) { try loader.next() }
    }

    @Test func `memory saves decoding, within its limit`() throws {
        let set = try folder.people([4, 4, 4, 4])
        let generous = try loader(set, steps: 0..<20, memory: 1 << 20)
        _ = try batches(generous)
        #expect(generous.statistics.decoded == 16)
        #expect(generous.statistics.remembered == 20 * 8 - 16)
        // Room for three of 16x16.
        let narrow = try loader(set, steps: 0..<20, memory: 3 * (16 * 16 * 3 + 128))
        _ = try batches(narrow)
        #expect(narrow.statistics.remembered > 0 && narrow.statistics.decoded > 16)
        #expect(narrow.statistics.batches == 20 && narrow.statistics.photos == 160)
    }

    @Test func `no more is loaded than was allowed ahead`() throws {
        let set = try folder.people([4, 4, 4, 4])
        let started = Mutex<Int>(0)
        let loader = try loader(set, steps: 0..<100, threads: 2, ahead: 3) { photo, _, _, _ in
            started.withLock { $0 += 1 }
            return photo
        }
        Thread.sleep(forTimeInterval: 0.3)
        #expect(started.withLock { $0 } == 24)
        _ = try loader.next()
        Thread.sleep(forTimeInterval: 0.3)
        #expect(started.withLock { $0 } == 32)
        loader.cancel()
        #expect(try loader.next() == nil)
    }

    @Test func `the consumer's waiting is counted`() throws {
        let set = try folder.people([4, 4, 4, 4])
        let loader = try loader(set, steps: 0..<1) { photo, _, _, _ in
            Thread.sleep(forTimeInterval: 0.05)
            return photo
        }
        let batch = try #require(try loader.next())
        #expect(batch.secondsWaited > 0.3)
        #expect(loader.statistics.secondsWaited == batch.secondsWaited)
    }

    @Test func `cancelling ends a waiting consumer and all threads`() throws {
        let set = try folder.people([4, 4, 4, 4])
        let active = Mutex<Int>(0)
        let slow: BatchLoader.Augmentation = { photo, _, _, _ in
            active.withLock { $0 += 1 }
            Thread.sleep(forTimeInterval: 0.02)
            active.withLock { $0 -= 1 }
            return photo
        }
        for _ in 0..<5 {
            let loader = try loader(set, steps: 0..<1000, threads: 4, augmentation: slow)
            let ended = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                while let batch = try? loader.next(), batch.step < 1000 {}
                ended.signal()
            }
            Thread.sleep(forTimeInterval: 0.03)
            loader.cancel()
            #expect(active.withLock { $0 } == 0)
            #expect(ended.wait(timeout: .now() + 5) == .success)
        }
        // Nobody holds it: its threads end too.
        do { _ = try loader(set, steps: 0..<1000, threads: 4, augmentation: slow) }
        #expect(active.withLock { $0 } == 0)
    }
}
