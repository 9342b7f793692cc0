import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline

/// A photo on its way into the gallery: small, so that thousands of one person can wait until all are read.
struct PhotoCandidate: Sendable {
    /// How far a photo came.
    enum State: Sendable {
        /// It could not be read.
        case failed(RecognitionError)
        /// No face of it is the one that is meant.
        case unclear(FaceSelection.Problem)
        /// The very same file is there already, and was not read again.
        case known
        /// Its face is embedded.
        case face(Face, FaceQuality?)
    }

    /// What the photo is called.
    let name: String
    /// The SHA-256 of its bytes; empty if they could not be read.
    let hash: [UInt8]
    /// How far it came.
    let state: State
    /// The face as JPEG, for galleries that keep crops.
    let crop: [UInt8]?
    /// The face with drawings over it, if they were asked for and it is bare.
    var variants: [TemplateVariant] = []

    /// The face, if it came as far.
    var face: Face? {
        if case .face(let face, _) = state { face } else { nil }
    }

    /// What the face was measured as, if it came as far.
    var quality: FaceQuality? {
        if case .face(_, let quality) = state { quality } else { nil }
    }
}

extension Recognizer {
    /// Reads photos up to their embeddings, as fast as the cores allow.
    ///
    /// - Parameters:
    ///   - sources: The photos; few enough that a crop of each can be held.
    ///   - selection: Which face of each is meant.
    ///   - isKnown: Whether the photo at an index, with this hash, need not be read again.
    /// - Returns: As many candidates, in the same order.
    func candidates(
        of sources: [PhotoSource],
        face selection: FaceSelection,
        isKnown: @escaping @Sendable (_ index: Int, _ hash: [UInt8]) -> Bool
    ) async -> [PhotoCandidate] {
        let chosen = await concurrentMap(Array(sources.enumerated()), width: reader.options.threads) { index, source in
            choose(selection, of: source) { isKnown(index, $0) }
        }
        let places = chosen.indices.filter { chosen[$0].face != nil }
        let embeddings = await embeddings(of: places.compactMap { chosen[$0].face?.crop })
        let variants = await variants(of: chosen)
        var states = chosen.map(\.state)
        for (place, embedding) in zip(places, embeddings) {
            guard let face = chosen[place].face else { continue }
            switch embedding {
            case .success(let embedding):
                states[place] = .face(Face(detection: face.detection, embedding: embedding), face.quality)
            case .failure(let error): states[place] = .failed(.pipeline(error))
            }
        }
        let keepsCrops = gallery.options.keepsCrops
        return sources.indices.map { index in
            let crop = keepsCrops ? chosen[index].face?.crop : nil
            return PhotoCandidate(
                name: sources[index].name,
                hash: chosen[index].hash,
                state: states[index],
                crop: crop.flatMap { try? $0.encoded(as: .jpeg()) },
                variants: variants[index]
            )
        }
    }

    /// Embeds the drawings over each face; one that fails is left out, as its photo fails too or does without.
    private func variants(of chosen: [ChosenFace]) async -> [[TemplateVariant]] {
        var rest = await embeddings(of: chosen.flatMap { $0.drawings.map(\.crop) })[...]
        return chosen.map { face in
            face.drawings.compactMap { drawing in
                guard case .success(let embedding)? = rest.popFirst() else { return nil }
                return TemplateVariant(embedding, drawn: drawing.kind.rawValue)
            }
        }
    }

    /// The crops of a bare face with each of the variants asked for, the same for the same photo.
    private func drawings(over face: InspectedPhoto.Found, in photo: Photo, hash: [UInt8]) -> [ChosenFace.Drawing] {
        guard !variants.isEmpty, face.quality?.visibility(limits: coach.limits) == .bare else { return [] }
        let seed = hash.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return variants.compactMap { kind in
            var covered = photo
            Occluder(kind: kind, seed: seed).draw(onto: &covered, landmarks: face.detection.landmarks)
            return reader.embedder.crop(face.detection, from: covered).map { .init(kind: kind, crop: $0) }
        }
    }

    /// Reads a photo up to the face that is meant.
    private func choose(
        _ selection: FaceSelection,
        of source: PhotoSource,
        isKnown: ([UInt8]) -> Bool
    ) -> ChosenFace {
        var hash: [UInt8] = []
        do throws(RecognitionError) {
            let file = try PhotoBytes(source, limits: reader.options.limits)
            hash = file.hash
            if isKnown(hash) { return ChosenFace(hash: hash, state: .known) }
            let photo = try inspect(file)
            switch selection.index(in: photo.faces.map(\.detection), width: photo.width, height: photo.height) {
            case .success(let index):
                let face = photo.faces[index]
                let drawings = drawings(over: face, in: photo.photo, hash: hash)
                return ChosenFace(hash: hash, face: face, drawings: drawings, state: .known)
            case .failure(let problem): return ChosenFace(hash: hash, state: .unclear(problem))
            }
        } catch {
            return ChosenFace(hash: hash, state: .failed(error))
        }
    }

    /// Embeds crops, shared out among the threads.
    ///
    /// - Returns: As many results; where one crop of a share fails, the share fails.
    func embeddings(of crops: [Photo]) async -> [Result<Embedding, PipelineError>] {
        let share = max(1, (crops.count + reader.options.threads - 1) / reader.options.threads)
        let shares = stride(from: 0, to: crops.count, by: share).map { Array(crops[$0..<min(crops.count, $0 + share)]) }
        let embedder = reader.embedder
        let results = await concurrentMap(shares, width: reader.options.threads) { crops in
            let result = Result { () throws(PipelineError) in try embedder.embeddings(of: crops) }
            return switch result {
            case .success(let embeddings): embeddings.map(Result<Embedding, PipelineError>.success)
            case .failure(let error): crops.map { _ in Result<Embedding, PipelineError>.failure(error) }
            }
        }
        return results.flatMap(\.self)
    }
}

/// What the first stage makes of a photo.
private struct ChosenFace: Sendable {
    /// The face with something drawn over it.
    struct Drawing: Sendable {
        let kind: Occluder.Kind
        let crop: Photo
    }

    let hash: [UInt8]
    /// The face that is meant, if there is one.
    var face: InspectedPhoto.Found?
    /// The same face with drawings over it.
    var drawings: [Drawing] = []
    /// How far the photo came if there is none.
    let state: PhotoCandidate.State
}
