import FaceGallery
import FacePipeline

/// How many photos of a batch came to what.
public struct EnrollmentSummary: Hashable, Sendable {
    /// Photos that entered the gallery.
    public var enrolled = 0
    /// Of those, photos with a warning.
    public var warned = 0
    /// Photos that were in the gallery before.
    public var skipped = 0
    /// Photos that the coach refused.
    public var refused = 0
    /// Photos that could not be read.
    public var failed = 0
    /// People who got at least one photo.
    public var people = 0

    /// Creates an empty summary.
    public init() {}

    /// The photos altogether.
    public var photos: Int { enrolled + skipped + refused + failed }

    mutating func add(_ results: [Enrollment]) {
        for result in results {
            if result.error != nil {
                failed += 1
            } else if result.isEnrolled {
                enrolled += 1
                warned += result.verdict.advice.isEmpty ? 0 : 1
            } else if result.isSkipped {
                skipped += 1
            } else {
                refused += 1
            }
        }
        people += results.contains(where: \.isEnrolled) ? 1 : 0
    }
}

extension Recognizer {
    /// Enrolls many people from a folder of folders.
    ///
    /// Photos are read as many at once as there are threads, and their faces embedded in batches across people. Each
    /// person's photos are judged together and written in one transaction as soon as all are read, so memory stays
    /// bounded. Can be interrupted and begun anew at any moment: photos that are enrolled already are recognized by their
    /// bytes and not decoded again. Refused ones are judged again.
    ///
    /// - Parameters:
    ///   - folder: Who and which photos.
    ///   - selection: Which face of each photo is meant; the largest by default, as batches are seldom of one face a photo.
    ///   - observe: Called with the results of each person, in order.
    /// - Returns: How many photos came to what; when the task is cancelled, of the people so far.
    /// - Throws: ``RecognitionError/gallery(_:)`` if the gallery fails; people enrolled so far stay. A name that cannot be
    ///   one fails with its photos, and stops nobody else.
    @discardableResult
    public func enroll(
        _ folder: PeopleFolder,
        face selection: FaceSelection = .largest,
        observe: @Sendable ([Enrollment]) -> Void = { _ in }
    ) async throws(RecognitionError) -> EnrollmentSummary {
        var summary = EnrollmentSummary()
        let photos = folder.people.enumerated().flatMap { person, entry in
            entry.photos.map { (person: person, source: $0) }
        }
        // Those of people whose last photo has not been read yet.
        var waiting: [PhotoCandidate] = []
        var start = 0
        while start < photos.count, !Task.isCancelled {
            let part = Array(photos[start..<min(photos.count, start + photosAtOnce)])
            let names = part.map { folder.people[$0.person].name }
            let read = await candidates(
                of: part.map(\.source),
                face: selection,
                isKnown: { isEnrolled($1, as: names[$0], face: selection) }
            )
            start += part.count
            for (index, candidate) in read.enumerated() {
                waiting.append(candidate)
                let entry = folder.people[part[index].person]
                guard waiting.count == entry.photos.count else { continue }
                let results = try enrollUnlessNameless(waiting, as: entry.name)
                waiting = []
                summary.add(results)
                observe(results)
            }
        }
        return summary
    }

    /// Enrolls a person's photos; if the name cannot be one, says so of each photo.
    private func enrollUnlessNameless(
        _ candidates: [PhotoCandidate],
        as name: String
    ) throws(RecognitionError) -> [Enrollment] {
        do throws(RecognitionError) {
            return try enroll(candidates, as: name)
        } catch {
            guard case .gallery(let cause) = error, case GalleryError.invalidName(_) = cause else { throw error }
            return candidates.map { candidate in
                Enrollment(
                    photo: candidate.name,
                    name: name,
                    face: candidate.face,
                    quality: candidate.quality,
                    verdict: Verdict(),
                    error: error
                )
            }
        }
    }
}
