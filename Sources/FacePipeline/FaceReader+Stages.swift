import FaceDetection
import FaceEmbedding
import FaceImaging

/// A face that is cut out and not embedded yet.
struct FoundFace: Sendable {
    var detection: DetectedFace
    var crop: Photo
}

extension FaceReader {
    /// First stage: decodes a photo, finds the faces that are meant, and cuts them out.
    func detect(_ source: PhotoSource, index: Int) throws(PipelineError) -> [FoundFace] {
        let clock = ContinuousClock()
        let start = clock.now
        let decoded = Result { () throws(ImageError) in try decode(source) }
        let middle = clock.now
        options.observe?(.decoded(index: index, start.duration(to: middle)))
        let photo: Photo
        do { photo = try decoded.get() } catch { throw .image(error) }

        let detected: [DetectedFace]
        do { detected = try detector.faces(in: photo) } catch { throw .detection(error) }
        let chosen = options.choice(detected, width: photo.width, height: photo.height)
        let found = chosen.compactMap { face in
            embedder.crop(face, from: retouched(photo, for: face, of: source))
                .map { FoundFace(detection: face, crop: $0) }
        }
        options.observe?(.detected(index: index, faces: found.count, middle.duration(to: clock.now)))
        return found
    }

    /// The photo as it is to be cut for one face.
    private func retouched(_ photo: Photo, for face: DetectedFace, of source: PhotoSource) -> Photo {
        guard let retouch = options.retouch else { return photo }
        var photo = photo
        retouch(&photo, face, source.name)
        return photo
    }

    /// Second stage: embeds crops of one photo or several.
    func embed(_ crops: [Photo]) throws(PipelineError) -> [Embedding] {
        guard !crops.isEmpty else { return [] }
        let clock = ContinuousClock()
        let start = clock.now
        let embeddings = try embedder.embeddings(of: crops)
        options.observe?(.embedded(faces: crops.count, start.duration(to: clock.now)))
        return embeddings
    }

    private func decode(_ source: PhotoSource) throws(ImageError) -> Photo {
        switch source {
        case .file(let path): try Photo(contentsOf: path, limits: options.limits)
        case .bytes(let bytes, _): try Photo(decoding: bytes, limits: options.limits)
        }
    }
}
