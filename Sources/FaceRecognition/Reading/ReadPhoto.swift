import FaceDetection
public import FaceEmbedding
public import FaceImaging
public import FacePipeline

/// A photo that was read once: its faces found, measured and embedded, so that whatever is asked of it next needs no image.
public struct ReadPhoto: Sendable {
    /// A face of the photo.
    public struct Face: Sendable {
        /// The face: box, landmarks, embedding.
        public var face: FacePipeline.Face
        /// What it was measured as; `nil` if its landmarks are no face's.
        public var quality: FaceQuality?
        /// What of it can be seen.
        public var visibility: FaceVisibility
        /// The face as it was cut out for the model.
        public var crop: Photo
    }

    /// What the photo is called.
    public var name: String
    /// The SHA-256 of its bytes.
    public var hash: [UInt8]
    /// The upright photo's width in pixels.
    public var width: Int
    /// The upright photo's height in pixels.
    public var height: Int
    /// The surest first; empty if the photo shows none.
    public var faces: [Face]

    /// The number of the face that is meant.
    ///
    /// - Parameter selection: Which face.
    /// - Returns: Its index in ``faces``.
    /// - Throws: ``RecognitionError``: `noFace`, `severalFaces` or `noSuchFace` if no face is the one that is meant.
    /// - Complexity: O(*faces*).
    public func index(of selection: FaceSelection) throws(RecognitionError) -> Int {
        switch selection.index(in: faces.map(\.face.detection), width: width, height: height) {
        case .success(let index): return index
        case .failure(let problem): throw problem.error
        }
    }
}

extension Recognizer {
    /// Reads photos on the calling thread, the faces of all of them embedded together.
    ///
    /// What a service wants, which has threads of its own and gathers photos of many callers; whoever has one photo or
    /// thousands of one kind uses ``identify(_:fpir:top:)-(String,_,_)`` or ``enroll(_:as:face:)-([PhotoSource],_,_)``.
    ///
    /// - Parameter sources: The photos.
    /// - Returns: As many results, in the same order; a photo that cannot be read stops no other, but where embedding
    ///   fails, all fail.
    /// - Complexity: Decoding and detection of each, and one run of the model for every batch of faces.
    public func read(_ sources: [PhotoSource]) -> [Result<ReadPhoto, RecognitionError>] {
        let inspected = sources.map { source in
            Result { () throws(RecognitionError) in
                let file = try PhotoBytes(source, limits: reader.options.limits)
                return (hash: file.hash, photo: try inspect(file))
            }
        }
        let crops = inspected.flatMap { (try? $0.get().photo.faces.map(\.crop)) ?? [] }
        let embeddings: [Embedding]
        do { embeddings = try reader.embedder.embeddings(of: crops) } catch {
            return inspected.map { result in result.flatMap { _ in .failure(.pipeline(error)) } }
        }
        var rest = embeddings[...]
        return zip(sources, inspected).map { source, result in
            result.map { file in
                ReadPhoto(
                    name: source.name,
                    hash: file.hash,
                    width: file.photo.width,
                    height: file.photo.height,
                    faces: file.photo.faces.map { found in
                        ReadPhoto.Face(
                            face: Face(detection: found.detection, embedding: rest.removeFirst()),
                            quality: found.quality,
                            visibility: visibility(of: found.quality),
                            crop: found.crop
                        )
                    }
                )
            }
        }
    }
}
