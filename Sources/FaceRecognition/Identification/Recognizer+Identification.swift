import FaceDetection
public import FaceEmbedding
public import FaceGallery
public import FacePipeline

extension Recognizer {
    /// Says who is in a photo.
    ///
    /// - Parameters:
    ///   - path: The photo's file.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates of each face.
    /// - Returns: The photo's faces, those that the reader's choice means, the surest first; empty if there is none.
    /// - Throws: ``RecognitionError``.
    @concurrent
    public func identify(
        _ path: String,
        fpir: Double = 0.01,
        top: Int = 1
    ) async throws(RecognitionError) -> [IdentifiedFace] {
        try identify(.file(path), fpir: fpir, top: top)
    }

    /// Says who is in a photo, on the calling thread.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates of each face.
    /// - Returns: The photo's faces, those that the reader's choice means, the surest first; empty if there is none.
    /// - Throws: ``RecognitionError``.
    public func identify(
        _ source: PhotoSource,
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> [IdentifiedFace] {
        let photo = try inspect(PhotoBytes(source, limits: reader.options.limits))
        let meant = Set(reader.options.choice(photo.faces.map(\.detection), width: photo.width, height: photo.height))
        let found = photo.faces.filter { meant.contains($0.detection) }
        let embeddings: [Embedding]
        do { embeddings = try reader.embedder.embeddings(of: found.map(\.crop)) } catch { throw .pipeline(error) }
        var faces: [IdentifiedFace] = []
        let decisions = try identify(embeddings, fpir: fpir, top: top)
        for ((found, embedding), decision) in zip(zip(found, embeddings), decisions) {
            let face = Face(detection: found.detection, embedding: embedding)
            faces.append(IdentifiedFace(face: face, quality: found.quality, decision: decision))
        }
        return faces
    }

    /// Says whose face an embedding is.
    ///
    /// - Parameters:
    ///   - embedding: Of the recognizer's model.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates.
    /// - Returns: The answer, and what it rests on.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    public func identify(
        _ embedding: Embedding,
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> Decision {
        try identify([embedding], fpir: fpir, top: top)[0]
    }

    /// Says whose faces embeddings are, all by the gallery of one moment.
    ///
    /// - Parameters:
    ///   - embeddings: Of the recognizer's model.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates of each.
    /// - Returns: As many answers, in the same order.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    /// - Complexity: A search for each; the gallery is asked for news once.
    public func identify(
        _ embeddings: [Embedding],
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> [Decision] {
        do throws(GalleryError) {
            let snapshot = try gallery.snapshot()
            let thresholds = try thresholds(for: snapshot)
            var decisions: [Decision] = []
            for embedding in embeddings {
                decisions.append(
                    try snapshot.identify(
                        embedding,
                        fpir: fpir,
                        top: top,
                        thresholds: thresholds,
                        options: decisionOptions
                    )
                )
            }
            return decisions
        } catch {
            throw .gallery(error)
        }
    }

    /// Says whether a photo shows a person of the gallery.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - name: Who it is said to be: a name or an alias.
    ///   - selection: Which face of the photo is meant.
    ///   - far: The share of strangers that may be taken for them, above 0 and below 1.
    /// - Returns: The face and the answer.
    /// - Throws: ``RecognitionError``; `noFace`, `severalFaces` or `noSuchFace` if no face is the one that is meant, and
    ///   `gallery(.unknownPerson)` if nobody has the name.
    public func verify(
        _ source: PhotoSource,
        is name: String,
        face selection: FaceSelection = .largest,
        far: Double = 0.001
    ) throws(RecognitionError) -> (face: Face, verification: Verification) {
        let person = try self.person(named: name)
        let face = try self.face(selection, in: source)
        do throws(GalleryError) {
            let snapshot = try gallery.snapshot()
            let verification = try snapshot.verify(
                face.embedding,
                is: person,
                far: far,
                thresholds: try thresholds(for: snapshot),
                options: decisionOptions
            )
            return (face, verification)
        } catch {
            throw .gallery(error)
        }
    }

    /// What decisions rest on: the model's calibration, else the gallery's own people, else an assumption.
    ///
    /// Kept until the gallery has grown or shrunk by a quarter.
    ///
    /// - Parameter snapshot: Of this recognizer's gallery.
    /// - Returns: Thresholds, and on what basis.
    /// - Throws: What the store throws.
    public func thresholds(for snapshot: GallerySnapshot) throws(GalleryError) -> Thresholds {
        try thresholdCache.thresholds(for: snapshot, model: tail)
    }

    /// The face of a photo that is meant, embedded.
    func face(_ selection: FaceSelection, in source: PhotoSource) throws(RecognitionError) -> Face {
        let photo = try inspect(PhotoBytes(source, limits: reader.options.limits))
        switch selection.index(in: photo.faces.map(\.detection), width: photo.width, height: photo.height) {
        case .failure(let problem): throw problem.error
        case .success(let index):
            do throws(PipelineError) {
                let embedding = try reader.embedder.embeddings(of: [photo.faces[index].crop])[0]
                return Face(detection: photo.faces[index].detection, embedding: embedding)
            } catch {
                throw .pipeline(error)
            }
        }
    }

    /// The person of a name or alias.
    func person(named name: String) throws(RecognitionError) -> Person {
        do throws(GalleryError) {
            guard let person = try gallery.person(named: name) else { throw .unknownPerson(name) }
            return person
        } catch {
            throw .gallery(error)
        }
    }
}
