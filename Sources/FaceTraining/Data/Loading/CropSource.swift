import FaceImaging
import FaceNetworks
import Synchronization

/// Gives a sample's crop: decoded, at the network's size, and remembered as long as there is room.
///
/// Nothing that is remembered is ever forgotten: an epoch asks for everything once, so that what was used last is what
/// is wanted last. Any number of threads may use one at once.
final class CropSource: Sendable {
    private struct Memory {
        var crops: [Int: Crop] = [:]
        var bytes = 0
        var unreadable: [Int: DataError] = [:]
        var decoded = 0
        var remembered = 0
    }

    private let dataset: FaceDataset
    /// The size crops are brought to, or `nil` to leave them as they are.
    private let size: ImageSize?
    private let limits: ImageLimits
    private let capacity: Int
    private let memory = Mutex(Memory())

    init(_ dataset: FaceDataset, size: ImageSize?, limits: ImageLimits, capacity: Int) {
        (self.dataset, self.size, self.limits, self.capacity) = (dataset, size, limits, capacity)
    }

    /// The photos decoded, those remembered, and those that could not be read.
    var counts: (decoded: Int, remembered: Int, unreadable: Int) {
        memory.withLock { ($0.decoded, $0.remembered, $0.unreadable.count) }
    }

    /// The crop of a sample; `onFailure` is called once a sample, when it is found that it cannot be read.
    func crop(of sample: Int, onFailure: (DataError) -> Void) throws(DataError) -> Crop {
        let (known, failure) = memory.withLock { memory in
            if memory.crops[sample] != nil { memory.remembered += 1 }
            return (memory.crops[sample], memory.unreadable[sample])
        }
        if let known { return known }
        if let failure { throw failure }
        do throws(DataError) {
            let photo = try dataset.samples[sample].photo(limits: limits)
            let landmarks = dataset.samples[sample].landmarks
            let crop =
                if let size { Crop(photo, landmarks: landmarks, size: size) } else {
                    Crop(photo: photo, landmarks: landmarks)
                }
            remember(crop, as: sample)
            return crop
        } catch {
            let isNew = memory.withLock { $0.unreadable.updateValue(error, forKey: sample) == nil }
            if isNew { onFailure(error) }
            throw error
        }
    }

    private func remember(_ crop: Crop, as sample: Int) {
        // The photo's bytes, and about what the dictionary and the array need besides.
        let bytes = crop.photo.pixels.count + 128
        memory.withLock { memory in
            memory.decoded += 1
            guard memory.bytes + bytes <= capacity, memory.crops.updateValue(crop, forKey: sample) == nil else {
                return
            }
            memory.bytes += bytes
        }
    }
}
