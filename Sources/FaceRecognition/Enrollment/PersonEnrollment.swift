import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline

/// Photos of one person, judged together and enrolled in one transaction.
///
/// Together, so that a first photo that is the bad one is found out by those after it: each photo is compared with what
/// the person has in the gallery and with the other photos that nothing else speaks against.
struct PersonEnrollment {
    let gallery: Gallery
    let coach: EnrollmentCoach
    let thresholds: ThresholdCache
    let tail: ImpostorTail?
    let name: String

    /// Judges and enrolls.
    ///
    /// - Parameter candidates: The photos, read.
    /// - Returns: As many results, in the same order.
    /// - Throws: What the gallery throws, and then nothing is enrolled.
    func enroll(_ candidates: [PhotoCandidate]) throws(GalleryError) -> [Enrollment] {
        let person = try gallery.person(named: name)
        let own = try person.map { (person) throws(GalleryError) in try gallery.templates(of: person.id) } ?? []
        var evidence = try others(than: person, for: candidates)
        try markFiles(of: candidates, enrolledAs: person, in: &evidence)
        try compare(candidates, withThoseOf: own, in: &evidence)
        let verdicts = zip(candidates, evidence).map { candidate, evidence in
            if case .failed = candidate.state { Verdict() } else { coach.verdict(on: evidence) }
        }
        let accepted = candidates.indices.filter { candidates[$0].face != nil && verdicts[$0].isAccepted }
        let (id, templates) = try write(accepted.compactMap { NewTemplate(candidates[$0]) }, as: person)
        let places = Dictionary(uniqueKeysWithValues: zip(accepted, templates))
        return candidates.indices.map { index in
            let candidate = candidates[index]
            return Enrollment(
                photo: candidate.name,
                name: name,
                person: id,
                face: candidate.face,
                quality: candidate.quality,
                verdict: verdicts[index],
                template: places[index],
                variants: places[index] == nil ? [] : candidate.variants.map(\.drawn),
                error: candidate.error
            )
        }
    }

    /// Who else each face could be.
    private func others(
        than person: Person?,
        for candidates: [PhotoCandidate]
    ) throws(GalleryError) -> [PhotoEvidence] {
        var evidence = candidates.map { PhotoEvidence($0.subject) }
        let places = candidates.indices.filter { candidates[$0].face != nil }
        guard coach.review != .off, !places.isEmpty else { return evidence }
        let snapshot = try gallery.snapshot()
        let thresholds = try thresholds.thresholds(for: snapshot, model: tail)
        let threshold = thresholds.tail.threshold(
            falsePositiveRate: coach.limits.duplicateRate,
            gallerySize: snapshot.namedCount
        )
        let nearest = try snapshot.nearestTemplates(
            toEach: places.compactMap { candidates[$0].face?.embedding },
            count: 1,
            // Nor faces without a name: they are grouped, but never an answer.
            among: PersonFilter(except: [Person.nobodyRow] + (person.map { [$0.row] } ?? []))
        )
        let people = try snapshot.records.people(rows: nearest.compactMap(\.first?.personRow))
        for (place, neighbors) in zip(places, nearest) {
            guard let neighbor = neighbors.first, let other = people[neighbor.personRow] else { continue }
            evidence[place].other = PhotoEvidence.Comparison(
                name: other.name,
                squaredDistance: neighbor.squaredDistance,
                threshold: threshold
            )
        }
        return evidence
    }

    /// Which files are in the gallery already, and as whom; and which come twice among the candidates.
    private func markFiles(
        of candidates: [PhotoCandidate],
        enrolledAs person: Person?,
        in evidence: inout [PhotoEvidence]
    ) throws(GalleryError) {
        for (place, candidate) in candidates.enumerated() {
            guard let face = candidate.face else {
                if case .known = candidate.state { evidence[place].isEnrolled = true }
                continue
            }
            for template in try gallery.templates(withSourceHash: candidate.hash) where template.shows(face) {
                guard let owner = template.person else { continue }
                if owner == person?.id {
                    evidence[place].isEnrolled = true
                } else {
                    evidence[place].enrolledAs = try gallery.person(owner).name
                }
            }
            let isRepeated = candidates[..<place].contains { $0.hash == candidate.hash && $0.face == face }
            if isRepeated { evidence[place].isEnrolled = true }
        }
    }

    /// How each face compares with the person's in the gallery and with the other candidates' that nothing speaks
    /// against.
    private func compare(
        _ candidates: [PhotoCandidate],
        withThoseOf own: [Template],
        in evidence: inout [PhotoEvidence]
    ) throws(GalleryError) {
        guard coach.review != .off else { return }
        let thresholds = try thresholds.thresholds(for: gallery.snapshot(), model: tail)
        let sound = candidates.indices.filter { place in
            candidates[place].face != nil && coach.verdict(on: evidence[place]).isAccepted
        }
        let faces = sound.compactMap { place in
            candidates[place].face.map { (place: place, name: candidates[place].name, embedding: $0.embedding) }
        }
        for (place, candidate) in candidates.enumerated() {
            guard let embedding = candidate.face?.embedding, !evidence[place].isEnrolled else { continue }
            // A drawing says nothing that its photo does not.
            let enrolled = own.filter { $0.drawn == nil }.map { template in
                (template.sourceName ?? "number \(template.id)", embedding.squaredDistance(to: template.embedding))
            }
            let fellows = faces.filter { $0.place != place }.map { fellow in
                (fellow.name, embedding.squaredDistance(to: fellow.embedding))
            }
            let all = enrolled + fellows
            guard let nearest = all.min(by: { $0.1 < $1.1 }) else { continue }
            evidence[place].own = PhotoEvidence.Comparison(
                name: nearest.0,
                squaredDistance: nearest.1,
                threshold: thresholds.tail.threshold(
                    falsePositiveRate: coach.limits.disagreementRate,
                    gallerySize: all.count
                )
            )
        }
    }

    private func write(
        _ templates: [NewTemplate],
        as person: Person?
    ) throws(GalleryError) -> (PersonID?, [TemplateID]) {
        guard !templates.isEmpty else { return (person?.id, []) }
        if let person { return (person.id, try gallery.enroll(templates, as: person.id)) }
        // One transaction, so that nobody is left without a face.
        let added = try gallery.enroll(newPeople: [(name, templates)])[0]
        return (added.id, try gallery.templates(of: added.id).filter { $0.drawn == nil }.map(\.id))
    }
}

extension PhotoCandidate {
    /// The same as the coach takes it.
    fileprivate var subject: PhotoEvidence.Subject {
        switch state {
        case .unclear(let problem): problem.subject
        case .face(_, let quality): .face(quality)
        case .failed, .known: .face(nil)
        }
    }

    /// Why it could not be read, if so.
    fileprivate var error: RecognitionError? {
        if case .failed(let error) = state { error } else { nil }
    }
}

extension Template {
    /// Whether the template is of this face of its photo, and not of another one.
    fileprivate func shows(_ face: Face) -> Bool {
        guard let box else { return true }
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: box.height)
        return rect.intersectionOverUnion(face.detection.box) > 0.5
    }
}

extension NewTemplate {
    /// The template of a photo whose face is embedded.
    init?(_ candidate: PhotoCandidate) {
        guard let face = candidate.face else { return nil }
        let box = face.detection.box
        self.init(
            face.embedding,
            sourceHash: candidate.hash,
            sourceName: String(decoding: candidate.name.utf8.suffix(4096), as: UTF8.self),
            box: TemplateBox(x: box.minX, y: box.minY, width: box.width, height: box.height),
            quality: candidate.quality.map(TemplateQuality.init),
            crop: candidate.crop,
            variants: candidate.variants
        )
    }
}

extension TemplateQuality {
    /// What a gallery keeps of a face's quality.
    fileprivate init(_ quality: FaceQuality) {
        self.init(
            faceSide: quality.faceSide,
            sharpness: quality.sharpness,
            yaw: quality.pose.yaw,
            pitch: quality.pose.pitch,
            roll: quality.pose.roll,
            detectionScore: quality.detectionScore,
            occlusion: Dictionary(uniqueKeysWithValues: quality.occlusion.map { ($0.key.rawValue, $0.value) })
        )
    }
}
