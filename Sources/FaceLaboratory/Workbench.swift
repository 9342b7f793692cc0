import FaceDetection
import FaceEmbedding
import FaceImaging
import FacePipeline

/// What one piece of a laboratory's work is done with, by several workers at once.
struct Workbench: Sendable {
    let laboratory: Laboratory
    let names: [String]
    let folder: String
    let conditions: [Condition]
    let store: LaboratoryStore
    let board: LaboratoryBoard

    init(_ laboratory: Laboratory, names: [String], folder: String, conditions: [Condition], store: LaboratoryStore) {
        self.laboratory = laboratory
        self.names = names
        self.folder = folder
        self.conditions = conditions
        self.store = store
        board = LaboratoryBoard(
            photos: names.count,
            conditions: conditions.count,
            batchSize: laboratory.reader.embedder.options.batchSize,
            isStrict: laboratory.unreadable == .refused
        )
    }

    /// Takes jobs until there are none.
    func work() async {
        while let job = await board.nextJob() {
            switch job {
            case .prepare(let index):
                let photo = Result { () throws(PipelineError) in try prepare(index) }
                let crops = (try? photo.get().crops.count) ?? 0
                laboratory.observe?(.known(conditions.count - crops))
                await board.put(photo, of: index)
            case .embed(let crops):
                let values = Result { () throws(PipelineError) in try embed(crops) }
                if case .success(let values) = values {
                    report(store.keep(values, of: crops))
                    laboratory.observe?(.computed(crops.count))
                }
                await board.put(values, of: crops)
            }
        }
    }

    /// Looks a photo up, and makes the crops of what is not known.
    private func prepare(_ index: Int) throws(PipelineError) -> PreparedPhoto {
        let reader = laboratory.reader
        let bytes: [UInt8]
        do throws(ImageError) {
            bytes = try FileBytes.contents(of: "\(folder)/\(names[index])", limit: reader.options.limits.bytes)
        } catch { throw .image(error) }
        var prepared = PreparedPhoto(hash: PhotoHash(of: bytes))
        let keys = conditions.map { condition in
            CacheKey(photo: prepared.hash, seed: condition.occluder(forPhotoNamed: names[index])?.seed ?? 0)
        }
        for condition in conditions.indices {
            guard let known = store.embedding(keys[condition], under: condition) else { continue }
            if known.isMiddle { prepared.misses(conditions[condition], at: condition) }
            if isLeftOut(condition, prepared) { continue }
            prepared.known[condition] = known.values
        }
        if prepared.isUndetected, laboratory.undetected == .leftOut {
            prepared.known = [:]
            return prepared
        }
        let missing = conditions.indices.filter { prepared.known[$0] == nil && !isLeftOut($0, prepared) }
        guard !missing.isEmpty else { return prepared }

        let photo: Photo
        do throws(ImageError) { photo = try Photo(decoding: bytes, limits: reader.options.limits) } catch {
            throw .image(error)
        }
        let face = try face(in: photo, hash: prepared.hash)
        let crops = FaceCrops(of: photo, face: face, reader: reader)
        prepared.isUndetected = crops.isMiddle
        if crops.isMiddle, laboratory.undetected == .leftOut { return prepared }
        for condition in missing {
            let (crop, isMiddle) = try crops.crop(under: conditions[condition], name: names[index])
            if isMiddle { prepared.misses(conditions[condition], at: condition) }
            if isLeftOut(condition, prepared) { continue }
            prepared.crops.append(
                WaitingCrop(
                    photo: index,
                    condition: condition,
                    key: keys[condition],
                    isMiddle: isMiddle,
                    crop: crop
                )
            )
        }
        return prepared
    }

    /// Whether a photo is left out under a condition, as its covered face was not found.
    private func isLeftOut(_ condition: Int, _ photo: PreparedPhoto) -> Bool {
        laboratory.undetected == .leftOut && photo.unfound.contains(condition)
    }

    /// The face meant, from the cache or the detector.
    private func face(in photo: Photo, hash: PhotoHash) throws(PipelineError) -> DetectedFace? {
        if let known = store.detection(of: hash) { return known }
        let face = try laboratory.reader.meantFace(in: photo)
        report(store.keep(face, of: hash))
        return face
    }

    /// Embeds crops, at most a batch; a batch that is not full is filled up.
    private func embed(_ crops: [WaitingCrop]) throws(PipelineError) -> [[Float]] {
        let embedder = laboratory.reader.embedder
        guard let first = crops.first else { return [] }
        let filling = Array(repeating: first.crop, count: embedder.options.batchSize - crops.count)
        let embeddings = try embedder.embeddings(of: crops.map(\.crop) + filling)
        return embeddings.prefix(crops.count).map(\.coordinates)
    }

    private func report(_ error: LaboratoryError?) {
        if let error { laboratory.observe?(.cacheLost(error)) }
    }
}
