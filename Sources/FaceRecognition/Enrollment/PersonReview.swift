import FaceEmbedding
public import FaceGallery

/// How well the photos of a person in a gallery go together.
public struct PersonReview: Sendable {
    /// One photo against the person's others.
    public struct Entry: Sendable {
        /// The photo.
        public var template: Template
        /// The least squared distance to another photo of the person; `nil` if there is no other.
        public var nearest: Float?
        /// The mean squared distance to the person's other photos; `nil` if there is no other.
        public var mean: Float?
        /// What the coach says of it now.
        public var verdict: Verdict
    }

    /// The person.
    public var person: Person
    /// The photos, the one that hurts most first: the farthest from all others, ties the farthest on average.
    public var entries: [Entry]
    /// The squared distance within which one person's photos are.
    public var threshold: Float
    /// Whether the first is beyond the threshold from every other: better removed.
    public var hasOutlier: Bool { entries.first?.nearest.map { $0 > threshold } ?? false }
}

extension Recognizer {
    /// Judges the photos that a person has in the gallery: each against all the others, and against everybody else.
    ///
    /// - Parameter name: The person's name or alias.
    /// - Returns: The photos, the one that hurts most first.
    /// - Throws: ``RecognitionError/gallery(_:)``; `unknownPerson` if nobody has the name.
    /// - Complexity: O(*t*² x *D*) for *t* photos, and a search for each.
    public func review(person name: String) throws(RecognitionError) -> PersonReview {
        let person = try self.person(named: name)
        do throws(GalleryError) {
            // Drawings come and go with their photos.
            let templates = try gallery.templates(of: person.id).filter { $0.drawn == nil }
            let snapshot = try gallery.snapshot()
            let tail = try thresholds(for: snapshot).tail
            let threshold = tail.threshold(
                falsePositiveRate: coach.limits.disagreementRate,
                gallerySize: max(1, templates.count - 1)
            )
            let duplicate = tail.threshold(
                falsePositiveRate: coach.limits.duplicateRate,
                gallerySize: snapshot.namedCount
            )
            let others = try snapshot.nearestTemplates(
                toEach: templates.map(\.embedding),
                count: 1,
                among: PersonFilter(except: [Person.nobodyRow, person.row])
            )
            let people = try snapshot.records.people(rows: others.compactMap(\.first?.personRow))
            let entries = templates.indices.map { index in
                let distances = templates.indices.filter { $0 != index }.map {
                    (templates[index].embedding.squaredDistance(to: templates[$0].embedding), templates[$0])
                }
                let nearest = distances.min { $0.0 < $1.0 }
                var evidence = PhotoEvidence(.face(nil))
                evidence.own = nearest.map {
                    .init(name: $1.sourceName ?? "number \($1.id)", squaredDistance: $0, threshold: threshold)
                }
                evidence.other = others[index].first.flatMap { neighbor in
                    people[neighbor.personRow].map {
                        .init(name: $0.name, squaredDistance: neighbor.squaredDistance, threshold: duplicate)
                    }
                }
                return PersonReview.Entry(
                    template: templates[index],
                    nearest: nearest?.0,
                    mean: distances.isEmpty ? nil : distances.reduce(0) { $0 + $1.0 } / Float(distances.count),
                    verdict: coach.verdict(on: evidence)
                )
            }
            return PersonReview(
                person: person,
                entries: entries.sorted { ($0.nearest ?? 0, $0.mean ?? 0) > ($1.nearest ?? 0, $1.mean ?? 0) },
                threshold: threshold
            )
        } catch {
            throw .gallery(error)
        }
    }
}
