import FaceEmbedding

/// What is to be done, in work and done in one reading of many photos.
///
/// Workers ask for jobs: a batch of faces to embed if there is a full one, else the next photo, else what faces there
/// are. Whoever takes results gets them in the order of the photos. Photos are read at most a window ahead of those
/// taken, so that memory stays bounded however many photos there are and however slow the taker is.
actor ReadingBoard {
    /// A face that waits to be embedded.
    struct WaitingCrop: Sendable {
        /// Which photo it is from.
        var photo: Int
        /// Which of the photo's faces it is.
        var place: Int
        var face: FoundFace
    }

    /// Something a worker can do by itself.
    enum Job: Sendable {
        case read(Int, PhotoSource)
        case embed([WaitingCrop])
    }

    /// A photo whose faces are not all embedded.
    private struct OpenPhoto {
        var faces: [Face?]
        var missing: Int
    }

    private let sources: [PhotoSource]
    private let batchSize: Int
    private let workers: Int
    private let window: Int

    /// The next photo to read.
    private var nextPhoto = 0
    /// The photos that a worker reads just now.
    private var reading = 0
    /// The photos whose results have been taken.
    private var taken = 0
    private var waiting: [WaitingCrop] = []
    private var open: [Int: OpenPhoto] = [:]
    private var finished: [Int: PhotoFaces] = [:]
    private var isCancelled = false
    private var sleepers: [CheckedContinuation<Void, Never>] = []

    init(_ sources: [PhotoSource], batchSize: Int, workers: Int) {
        self.sources = sources
        self.batchSize = batchSize
        self.workers = workers
        // Enough for a batch in each worker's hands while the next ones fill.
        window = 2 * workers * (batchSize + 2)
    }

    /// The next thing to do, once there is one; `nil` if nothing will be any more.
    func nextJob() async -> Job? {
        while !isCancelled {
            if waiting.count >= batchSize { return takeCrops(batchSize) }
            let isRead = nextPhoto == sources.count
            if !isRead, nextPhoto < taken + window {
                defer { nextPhoto += 1 }
                reading += 1
                return .read(nextPhoto, sources[nextPhoto])
            }
            // The rest is shared out, so that no worker has it all to do.
            if !waiting.isEmpty { return takeCrops((waiting.count + workers - 1) / workers) }
            if isRead, reading == 0 { return nil }
            await sleep()
        }
        return nil
    }

    /// Takes in what a worker found in a photo.
    ///
    /// - Returns: The photo, if that is all there is to it.
    func put(_ found: Result<[FoundFace], PipelineError>, of index: Int) -> [Int] {
        reading -= 1
        defer { wake() }
        switch found {
        case .success(let faces) where !faces.isEmpty:
            open[index] = OpenPhoto(faces: [Face?](repeating: nil, count: faces.count), missing: faces.count)
            for (place, face) in faces.enumerated() {
                waiting.append(WaitingCrop(photo: index, place: place, face: face))
            }
            return []
        case .success:
            return finish(index, .success([]))
        case .failure(let error):
            return finish(index, .failure(error))
        }
    }

    /// Takes in embeddings, one for each crop, or why there are none.
    ///
    /// - Returns: The photos that are finished with this.
    func put(_ embeddings: Result<[Embedding], PipelineError>, of crops: [WaitingCrop]) -> [Int] {
        defer { wake() }
        switch embeddings {
        case .success(let embeddings):
            var done: [Int] = []
            for (crop, embedding) in zip(crops, embeddings) {
                // A photo of which another face failed is no longer open.
                guard var photo = open.removeValue(forKey: crop.photo) else { continue }
                photo.faces[crop.place] = Face(detection: crop.face.detection, embedding: embedding)
                photo.missing -= 1
                if photo.missing == 0 {
                    done += finish(crop.photo, .success(photo.faces.compactMap(\.self)))
                } else {
                    open[crop.photo] = photo
                }
            }
            return done
        case .failure(let error):
            return crops.flatMap { crop in
                open.removeValue(forKey: crop.photo) == nil ? [] : finish(crop.photo, .failure(error))
            }
        }
    }

    /// The next photo's result, once it is there; `nil` after the last, or when cancelled.
    func nextResult() async -> PhotoFaces? {
        while taken < sources.count, !isCancelled {
            if let result = finished.removeValue(forKey: taken) {
                taken += 1
                wake()
                return result
            }
            await sleep()
        }
        return nil
    }

    /// Lets everybody go who waits, and hands out nothing more.
    func cancel() {
        isCancelled = true
        wake()
    }

    private func finish(_ index: Int, _ result: Result<[Face], PipelineError>) -> [Int] {
        finished[index] = PhotoFaces(index: index, name: sources[index].name, result: result)
        return [index]
    }

    private func takeCrops(_ count: Int) -> Job {
        let crops = Array(waiting.prefix(count))
        waiting.removeFirst(crops.count)
        return .embed(crops)
    }

    private func sleep() async {
        await withCheckedContinuation { sleepers.append($0) }
    }

    private func wake() {
        let awake = sleepers
        sleepers = []
        for sleeper in awake { sleeper.resume() }
    }
}
