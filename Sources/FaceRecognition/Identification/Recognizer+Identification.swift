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
        let visibilities = found.map { visibility(of: $0.quality) }
        let decisions = try identify(embeddings, showing: visibilities, fpir: fpir, top: top)
        return found.indices.map { index in
            IdentifiedFace(
                face: Face(detection: found[index].detection, embedding: embeddings[index]),
                quality: found[index].quality,
                visibility: visibilities[index],
                decision: decisions[index]
            )
        }
    }

    /// Says whose face an embedding is.
    ///
    /// - Parameters:
    ///   - embedding: Of the recognizer's model.
    ///   - visibility: What of the face can be seen; chooses the model's thresholds.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates.
    /// - Returns: The answer, and what it rests on.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    public func identify(
        _ embedding: Embedding,
        showing visibility: FaceVisibility = .bare,
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> Decision {
        try identify([embedding], showing: [visibility], fpir: fpir, top: top)[0]
    }

    /// Says whose faces embeddings are, all by the gallery of one moment.
    ///
    /// - Parameters:
    ///   - embeddings: Of the recognizer's model.
    ///   - visibilities: What of each face can be seen, which chooses the model's thresholds; all bare if `nil`.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates of each.
    /// - Returns: As many answers, in the same order.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    /// - Complexity: A search for each; the gallery is asked for news once.
    public func identify(
        _ embeddings: [Embedding],
        showing visibilities: [FaceVisibility]? = nil,
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> [Decision] {
        let visibilities = visibilities ?? embeddings.map { _ in .bare }
        precondition(
            visibilities.count == embeddings.count,
            "\(visibilities.count) visibilities of \(embeddings.count) embeddings"
        )
        do throws(GalleryError) {
            let snapshot = try gallery.snapshot()
            var decisions: [Decision] = []
            for (embedding, visibility) in zip(embeddings, visibilities) {
                decisions.append(
                    try snapshot.identify(
                        embedding,
                        fpir: fpir,
                        top: top,
                        thresholds: try thresholds(for: snapshot, probe: visibility),
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
    ) throws(RecognitionError) -> (face: MeasuredFace, verification: Verification) {
        let person = try self.person(named: name)
        let (found, quality) = try measuredFace(selection, in: source)
        let face = MeasuredFace(face: found, quality: quality, limits: coach.limits)
        do throws(GalleryError) {
            let snapshot = try gallery.snapshot()
            let verification = try snapshot.verify(
                found.embedding,
                is: person,
                far: far,
                thresholds: try thresholds(for: snapshot, probe: face.visibility),
                options: decisionOptions
            )
            return (face, verification)
        } catch {
            throw .gallery(error)
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
