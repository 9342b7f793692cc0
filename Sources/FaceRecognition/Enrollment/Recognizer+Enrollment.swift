import FaceEmbedding
import FaceGallery
public import FacePipeline

extension Recognizer {
    /// Enrolls a photo of a person, if the coach has nothing against it.
    ///
    /// - Parameters:
    ///   - path: The photo's file.
    ///   - name: The person's name; somebody new if nobody has it.
    ///   - selection: Which face is meant.
    /// - Returns: What became of it, and the coach's advice; a refused photo is no error.
    /// - Throws: ``RecognitionError`` if the photo cannot be read or the gallery not be written.
    @discardableResult
    public func enroll(
        _ path: String,
        as name: String,
        face selection: FaceSelection = .only
    ) async throws(RecognitionError) -> Enrollment {
        try await enroll(.file(path), as: name, face: selection)
    }

    /// Enrolls a photo of a person, if the coach has nothing against it.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - name: The person's name; somebody new if nobody has it.
    ///   - selection: Which face is meant.
    /// - Returns: What became of it, and the coach's advice; a refused photo is no error.
    /// - Throws: ``RecognitionError`` if the photo cannot be read or the gallery not be written.
    @discardableResult
    public func enroll(
        _ source: PhotoSource,
        as name: String,
        face selection: FaceSelection = .only
    ) async throws(RecognitionError) -> Enrollment {
        let result = try await enroll([source], as: name, face: selection)[0]
        if let error = result.error { throw error }
        return result
    }

    /// Enrolls photos of one person: read at once, judged together, written in one transaction.
    ///
    /// - Parameters:
    ///   - sources: The photos.
    ///   - name: The person's name; somebody new if nobody has it.
    ///   - selection: Which face of each is meant.
    /// - Returns: As many results, in the same order; a photo that cannot be read stops no other.
    /// - Throws: ``RecognitionError/gallery(_:)``, and then none is enrolled.
    @discardableResult
    public func enroll(
        _ sources: [PhotoSource],
        as name: String,
        face selection: FaceSelection = .only
    ) async throws(RecognitionError) -> [Enrollment] {
        let names = sources.map { _ in name }
        var candidates: [PhotoCandidate] = []
        for start in stride(from: 0, to: sources.count, by: photosAtOnce) {
            let part = start..<min(sources.count, start + photosAtOnce)
            candidates += await self.candidates(
                of: Array(sources[part]),
                face: selection,
                isKnown: { isEnrolled($1, as: names[$0], face: selection) }
            )
        }
        return try enroll(candidates, as: name)
    }

    /// Judges and enrolls photos of one person that are read.
    func enroll(_ candidates: [PhotoCandidate], as name: String) throws(RecognitionError) -> [Enrollment] {
        let enrollment = PersonEnrollment(
            gallery: gallery,
            coach: coach,
            thresholds: thresholdCache,
            tail: tail,
            name: name
        )
        do throws(GalleryError) {
            do throws(GalleryError) {
                return try enrollment.enroll(candidates)
            } catch {
                // Somebody else added the person meanwhile: then the photos are more of the same.
                guard case .nameTaken(_) = error else { throw error }
                return try enrollment.enroll(candidates)
            }
        } catch {
            throw .gallery(error)
        }
    }

    /// Photos that are read before any is judged: full batches for every thread.
    var photosAtOnce: Int { max(32, reader.embedder.options.batchSize) * reader.options.threads }

    /// Whether a file need not be read, as it is enrolled already as this person.
    ///
    /// Not if a face is asked for by number: another face of the photo may be the one that is enrolled.
    func isEnrolled(_ hash: [UInt8], as name: String, face selection: FaceSelection) -> Bool {
        if case .number = selection { return false }
        // What cannot be looked up is read, and the error comes up when it is written.
        guard let templates = try? gallery.templates(withSourceHash: hash), !templates.isEmpty,
            let person = try? gallery.person(named: name)
        else { return false }
        return templates.contains { $0.person == person.id }
    }
}
