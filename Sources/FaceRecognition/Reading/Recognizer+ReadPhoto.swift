import FaceDetection
public import FaceEmbedding
public import FaceGallery
import FaceImaging
import FacePipeline

/// What can be asked of a photo that was read: no image is decoded here, and no network run.
extension Recognizer {
    /// Says who is in a photo.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most candidates of each face.
    /// - Returns: The photo's faces, the surest first; empty if there is none.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    public func identify(
        _ photo: ReadPhoto,
        fpir: Double = 0.01,
        top: Int = 1
    ) throws(RecognitionError) -> [IdentifiedFace] {
        let decisions = try identify(
            photo.faces.map(\.face.embedding),
            showing: photo.faces.map(\.visibility),
            fpir: fpir,
            top: top
        )
        return zip(photo.faces, decisions).map { face, decision in
            IdentifiedFace(face: face.face, quality: face.quality, visibility: face.visibility, decision: decision)
        }
    }

    /// Says whether a photo shows a person of the gallery.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - person: Who it is said to be.
    ///   - selection: Which face of the photo is meant.
    ///   - far: The share of strangers that may be taken for them, above 0 and below 1.
    /// - Returns: The number of the face that was meant, and the answer.
    /// - Throws: ``RecognitionError``, as ``ReadPhoto/index(of:)``, and `gallery(.unknownPerson)`.
    public func verify(
        _ photo: ReadPhoto,
        is person: PersonID,
        face selection: FaceSelection = .largest,
        far: Double = 0.001
    ) throws(RecognitionError) -> (index: Int, verification: Verification) {
        let person = try found { (gallery) throws(GalleryError) in try gallery.person(person) }
        let index = try photo.index(of: selection)
        let face = photo.faces[index]
        let verification = try found { (gallery) throws(GalleryError) in
            let snapshot = try gallery.snapshot()
            return try snapshot.verify(
                face.face.embedding,
                is: person,
                far: far,
                thresholds: try thresholds(for: snapshot, probe: face.visibility),
                options: decisionOptions
            )
        }
        return (index, verification)
    }

    /// Enrolls a photo of a person, if the coach has nothing against it.
    ///
    /// ``variants`` are not drawn: what they are drawn onto is not kept with a photo that was read.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - name: The person's name; somebody new if nobody has it.
    ///   - selection: Which face is meant.
    /// - Returns: What became of it, and the coach's advice; a refused photo is no error.
    /// - Throws: ``RecognitionError/gallery(_:)``, and then it is not enrolled.
    public func enroll(
        _ photo: ReadPhoto,
        as name: String,
        face selection: FaceSelection = .only
    ) throws(RecognitionError) -> Enrollment {
        try enroll([candidate(photo, face: selection)], as: name)[0]
    }

    /// Remembers that a photo does not show a person, or that it does; obeyed from now on.
    ///
    /// A photo that shows the person is enrolled as confirmed, without asking the coach: whoever says so has seen it.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - person: Whom it is about.
    ///   - isSame: Whether it shows the person.
    ///   - selection: Which face of the photo is meant.
    ///   - note: Why, in a sentence.
    /// - Returns: What the gallery keeps.
    /// - Throws: ``RecognitionError``, as ``ReadPhoto/index(of:)``, and what the gallery throws.
    public func record(
        _ photo: ReadPhoto,
        of person: PersonID,
        isSame: Bool,
        face selection: FaceSelection = .only,
        note: String = ""
    ) throws(RecognitionError) -> Feedback {
        let index = try photo.index(of: selection)
        let statement: FeedbackStatement
        if isSame {
            guard let template = NewTemplate(candidate(photo, face: .number(index))) else { throw .noFace }
            statement = .samePerson(template, person)
        } else {
            statement = .notThisPerson(photo.faces[index].face.embedding, person)
        }
        return try found { (gallery) throws(GalleryError) in try gallery.record(statement, note: note) }
    }

    /// Keeps the faces of a photo that nobody has a name for, to be grouped.
    ///
    /// - Parameter photo: The photo; nothing is kept if a face of the very same file is in the gallery.
    /// - Returns: The new templates.
    /// - Throws: ``RecognitionError/gallery(_:)``.
    public func keepUnknown(_ photo: ReadPhoto) throws(RecognitionError) -> [TemplateID] {
        try found { (gallery) throws(GalleryError) in
            guard try gallery.templates(withSourceHash: photo.hash).isEmpty else { return [] }
            let templates = photo.faces.indices.compactMap { NewTemplate(candidate(photo, face: .number($0))) }
            return templates.isEmpty ? [] : try gallery.enroll(templates, as: nil)
        }
    }

    /// What the coach says of a face by itself, whoever it is.
    ///
    /// - Parameter quality: What the face was measured as; `nil` if it could not be.
    /// - Returns: His advice; empty if nothing is the matter.
    public func advice(on quality: FaceQuality?) -> [Advice] {
        quality.map { coach.qualityAdvice($0) } ?? []
    }

    /// The photo on its way into the gallery.
    private func candidate(_ photo: ReadPhoto, face selection: FaceSelection) -> PhotoCandidate {
        switch selection.index(in: photo.faces.map(\.face.detection), width: photo.width, height: photo.height) {
        case .failure(let problem):
            return PhotoCandidate(name: photo.name, hash: photo.hash, state: .unclear(problem), crop: nil)
        case .success(let index):
            let face = photo.faces[index]
            let crop = gallery.options.keepsCrops ? try? face.crop.encoded(as: .jpeg()) : nil
            return PhotoCandidate(
                name: photo.name,
                hash: photo.hash,
                state: .face(face.face, face.quality),
                crop: crop
            )
        }
    }

    private func found<T>(_ work: (Gallery) throws(GalleryError) -> T) throws(RecognitionError) -> T {
        do throws(GalleryError) { return try work(gallery) } catch { throw .gallery(error) }
    }
}

extension Recognizer {
    /// What the coach says of a face that is enrolled, by what is kept of its quality: light is not.
    ///
    /// - Parameter template: The face.
    /// - Returns: His advice; empty if nothing is the matter, or nothing is kept.
    public func advice(on template: Template) -> [Advice] {
        guard let quality = template.quality, let side = quality.faceSide else { return [] }
        let limits = coach.limits
        // What is not kept is taken to be well.
        let measured = FaceQuality(
            faceSide: side,
            eyeDistance: max(limits.eyeDistance.poor, side),
            sharpness: quality.sharpness ?? limits.sharpness.poor,
            brightness: 128,
            contrast: limits.contrast.poor,
            pose: HeadPose(
                yaw: quality.yaw ?? 0,
                pitch: quality.pitch ?? 0,
                roll: quality.roll ?? 0,
                eyeDistance: side
            ),
            detectionScore: quality.detectionScore ?? 1,
            occlusion: Dictionary(
                uniqueKeysWithValues: (quality.occlusion ?? [:]).compactMap { name, value in
                    FacePart(rawValue: name).map { ($0, value) }
                }
            )
        )
        return coach.qualityAdvice(measured)
    }
}
