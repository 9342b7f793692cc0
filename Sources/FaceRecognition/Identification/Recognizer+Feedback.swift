public import FaceGallery
public import FacePipeline

extension Recognizer {
    /// Remembers that a photo does not show a person, whom it may have been taken for; obeyed from now on.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - name: Who it does not show: a name or an alias.
    ///   - selection: Which face of the photo is meant.
    ///   - note: Why, in a sentence.
    /// - Returns: What the gallery keeps.
    /// - Throws: ``RecognitionError``, as ``verify(_:is:face:far:)``.
    @discardableResult
    public func reject(
        _ source: PhotoSource,
        as name: String,
        face selection: FaceSelection = .largest,
        note: String = ""
    ) throws(RecognitionError) -> Feedback {
        let person = try self.person(named: name)
        let face = try self.face(selection, in: source)
        do {
            return try gallery.record(.notThisPerson(face.embedding, person.id), note: note)
        } catch {
            throw .gallery(error)
        }
    }

    /// Remembers that a photo does show a person: takes back what was said against it, and enrolls it as confirmed.
    ///
    /// The coach is not asked: whoever says so has seen the photo.
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - name: Who it shows: a name or an alias.
    ///   - selection: Which face of the photo is meant.
    ///   - note: Why, in a sentence.
    /// - Returns: What the gallery keeps.
    /// - Throws: ``RecognitionError``, as ``verify(_:is:face:far:)``.
    @discardableResult
    public func confirm(
        _ source: PhotoSource,
        as name: String,
        face selection: FaceSelection = .largest,
        note: String = ""
    ) async throws(RecognitionError) -> Feedback {
        let person = try self.person(named: name)
        let candidate = await candidates(of: [source], face: selection) { _, _ in false }[0]
        switch candidate.state {
        case .failed(let error): throw error
        case .unclear(let problem): throw problem.error
        case .known, .face: break
        }
        guard let template = NewTemplate(candidate) else { throw .noFace }
        do { return try gallery.record(.samePerson(template, person.id), note: note) } catch { throw .gallery(error) }
    }
}
