public import FaceEngine
public import FaceImaging
public import FaceNetworks

/// A batch, or a rank's part of one, with its pixels.
///
/// Pixels stay bytes until a chunk of them is wanted as numbers: a mining batch of 1,800 photos of 160x160 is 138 MB of
/// bytes and 553 MB of floats.
public struct LoadedBatch: Sendable {
    /// The step the batch is for.
    public let step: Int
    /// What was loaded.
    ///
    /// The sample and label of a slot are those of the photo that is there, also where another had to
    /// be taken for one that could not be read.
    public let slots: [Slot]
    /// A photo for each slot, of the network's input size.
    public let photos: [Photo]
    /// How long whoever asked for the batch waited for it.
    public let secondsWaited: Double
    /// The network's input size.
    public let size: ImageSize
    /// How bytes become numbers.
    public let normalization: PixelNormalization

    /// The labels, one for each slot.
    public var labels: [Int] { slots.map(\.label) }

    /// The numbers of one photo.
    public var countPerPhoto: Int { 3 * size.rows * size.columns }

    /// Writes some of the photos as the network reads them.
    ///
    /// - Parameters:
    ///   - range: Which of the slots.
    ///   - output: Room for `[range.count, 3, H, W]`, all of it written.
    /// - Complexity: O(*numbers*).
    public func write(_ range: Range<Int>, into output: UnsafeMutableBufferPointer<Float>) {
        precondition(
            output.count == range.count * countPerPhoto,
            "\(range.count) photos are \(range.count * countPerPhoto) numbers, the buffer holds \(output.count)"
        )
        for (place, index) in range.enumerated() {
            let start = place * countPerPhoto
            normalization.write(
                photos[index],
                into: UnsafeMutableBufferPointer(rebasing: output[start..<start + countPerPhoto])
            )
        }
    }

    /// All photos as the network reads them, `[N, 3, H, W]`.
    public func tensor() -> Tensor {
        let scalars = [Float](unsafeUninitializedCapacity: slots.count * countPerPhoto) { buffer, count in
            count = slots.count * countPerPhoto
            write(slots.indices, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        }
        return Tensor(scalars, shape: Shape([slots.count, 3, size.rows, size.columns]))
    }
}

extension PixelNormalization {
    /// Writes a photo as a network reads it, `[3, H, W]`.
    ///
    /// - Complexity: O(*pixels*).
    func write(_ photo: Photo, into output: UnsafeMutableBufferPointer<Float>) {
        let plane = photo.width * photo.height
        precondition(
            output.count == 3 * plane,
            "a photo of \(plane) pixels is \(3 * plane) numbers, not \(output.count)"
        )
        guard let output = output.baseAddress else { return }
        photo.withUnsafePixels { pixels in
            guard let pixels = pixels.baseAddress else { return }
            for channel in 0..<3 {
                let source = pixels + (order == .rgb ? channel : 2 - channel)
                let target = output + channel * plane
                let (mean, scale) = (mean[channel], scale[channel])
                for index in 0..<plane { target[index] = (Float(source[3 &* index]) - mean) * scale }
            }
        }
    }
}
