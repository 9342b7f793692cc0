public import FaceEmbedding

/// How a face is identified or verified, beside the rate.
public struct DecisionOptions: Hashable, Sendable {
    /// How far apart the squared distances of two people must be to tell them.
    ///
    /// By default 0.05. On LFW, 4,275 people enrolled by one photo each and 3,164 probes at an FPIR of 1 %: of 11
    /// matches with the wrong person it makes 4 ambiguous, and 5 of 2,025 with the right one. Twice the margin: 5 and
    /// 10. (Two of the 11 were one person under two labels, as far as names tell.)
    public var margin: Float
    /// How a person's distance is taken from their templates.
    public var rule: PersonRule

    /// Creates options.
    ///
    /// - Parameters:
    ///   - margin: How far apart the squared distances of two people must be to tell them; 0 for never ambiguous.
    ///   - rule: How a person's distance is taken from their templates.
    public init(margin: Float = 0.05, rule: PersonRule = .standard) {
        self.margin = margin
        self.rule = rule
    }
}

extension GallerySnapshot {
    /// Says who a face is: a person, one of several, or nobody.
    ///
    /// The threshold is the one that a share `fpir` of strangers would pass in a gallery of this many templates. Nobody
    /// within it: ``Identification/nobody(nearest:)``. Several people within it whose distances are less than the margin
    /// from the nearest one's: ``Identification/ambiguous(_:)``.
    ///
    /// Feedback is obeyed. For each face that was said not to be somebody: whoever resembles that face more than, or as
    /// much as, that somebody is not them either. On LFW that kept 98.5 % of a stranger's other photos from being taken
    /// for the person again after one was rejected, and 0.3 % of the person's own (none with three templates).
    ///
    /// - Parameters:
    ///   - probe: `[D]`, of the gallery's model.
    ///   - fpir: The share of strangers that may be taken for somebody, above 0 and below 1.
    ///   - top: The most ``Decision/candidates``.
    ///   - thresholds: What thresholds rest on, of ``thresholds(model:)``.
    ///   - options: Margin and rule.
    ///   - filter: Who may be found; everybody if `nil`. The threshold stays that of the whole gallery.
    /// - Returns: The answer, and what it rests on.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: A search; with feedback, one more distance for each rejection of somebody near.
    public func identify(
        _ probe: Embedding,
        fpir: Double = 0.01,
        top: Int = 1,
        thresholds: Thresholds,
        options: DecisionOptions = DecisionOptions(),
        among filter: PersonFilter? = nil
    ) throws(GalleryError) -> Decision {
        let threshold = thresholds.tail.threshold(falsePositiveRate: fpir, gallerySize: namedCount)
        let (near, rejected) = try admissible(probe, atLeast: max(2, top), options: options, among: filter)
        let people = try records.people(rows: near.map(\.personRow) + rejected)
        let candidates = near.compactMap { distance in people[distance.personRow].map { Candidate($0, distance) } }
        return Decision(
            identification: .of(candidates, threshold: threshold, margin: options.margin),
            candidates: Array(candidates.prefix(max(0, top))),
            threshold: threshold,
            expectedFAR: thresholds.tail.falseAcceptRate(at: threshold),
            expectedFPIR: thresholds.tail.falsePositiveRate(threshold: threshold, gallerySize: namedCount),
            gallerySize: namedCount,
            rule: options.rule,
            basis: thresholds.basis,
            pairing: thresholds.pairing,
            isExtrapolated: thresholds.tail.isExtrapolated(falsePositiveRate: fpir, gallerySize: namedCount),
            rejected: rejected.compactMap { people[$0]?.id }
        )
    }

    /// Says whether a face is a certain person.
    ///
    /// The threshold is the one that a share `far` of strangers would pass with as many templates as the person has.
    /// Feedback is obeyed as in ``identify(_:fpir:top:thresholds:options:among:)``.
    ///
    /// - Parameters:
    ///   - probe: `[D]`, of the gallery's model.
    ///   - person: Who it is said to be.
    ///   - far: The share of strangers that may be taken for them, above 0 and below 1.
    ///   - thresholds: What thresholds rest on, of ``thresholds(model:)``.
    ///   - options: The rule; there is no margin to keep.
    /// - Returns: The answer, and what it rests on; no match if the person has no template.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or what the store throws.
    /// - Complexity: O(*t* x *D*) for the *t* templates and rejections of the person.
    public func verify(
        _ probe: Embedding,
        is person: Person,
        far: Double = 0.001,
        thresholds: Thresholds,
        options: DecisionOptions = DecisionOptions()
    ) throws(GalleryError) -> Verification {
        let own = try distances(from: probe, toPeople: [person.row], rule: options.rule).first
        let isRejected = own.map { !rejected([$0], for: probe).isEmpty } ?? false
        let size = own?.templates ?? 1
        let threshold = thresholds.tail.threshold(falsePositiveRate: far, gallerySize: size)
        let candidate = own.map { Candidate(person, $0) }
        return Verification(
            isMatch: !isRejected && candidate.map { $0.squaredDistance <= threshold } ?? false,
            candidate: candidate,
            threshold: threshold,
            expectedFAR: thresholds.tail.falsePositiveRate(threshold: threshold, gallerySize: size),
            basis: thresholds.basis,
            pairing: thresholds.pairing,
            isRejected: isRejected
        )
    }

    /// The nearest people whom no feedback rules out, and the rows of those it does.
    private func admissible(
        _ probe: Embedding,
        atLeast count: Int,
        options: DecisionOptions,
        among filter: PersonFilter?
    ) throws(GalleryError) -> (near: [PersonDistance], rejected: [Int64]) {
        var wanted = count
        while true {
            let people = try nearestPeople(to: probe, count: wanted, rule: options.rule, among: filter)
            let rejected = rejected(people, for: probe)
            let kept = people.filter { !rejected.contains($0.personRow) }
            // Enough are left, or there is nobody else.
            if kept.count >= count || people.count < wanted { return (Array(kept.prefix(count)), rejected) }
            wanted *= 4
        }
    }

    /// The rows of those people whom a face resembles less than one that was said not to be them, or as much.
    private func rejected(_ people: [PersonDistance], for probe: Embedding) -> [Int64] {
        guard !rejections.isEmpty else { return [] }
        let distances = Dictionary(people.map { ($0.personRow, $0.squaredDistance) }) { first, _ in first }
        let rows = rejections.filter { rejection in
            distances[rejection.person].map { rejection.embedding.squaredDistance(to: probe) <= $0 } ?? false
        }
        return Set(rows.map(\.person)).sorted()
    }
}

extension Candidate {
    init(_ person: Person, _ distance: PersonDistance) {
        self.init(
            person: person.id,
            name: person.name,
            squaredDistance: distance.squaredDistance,
            template: distance.template,
            faces: distance.templates
        )
    }
}

extension Identification {
    /// The answer, given the nearest people, nearest first.
    static func of(_ candidates: [Candidate], threshold: Float, margin: Float) -> Identification {
        guard let nearest = candidates.first, nearest.squaredDistance <= threshold else {
            return .nobody(nearest: candidates.first)
        }
        let alike = candidates.prefix {
            $0.squaredDistance <= threshold && $0.squaredDistance - nearest.squaredDistance < margin
        }
        return alike.count > 1 ? .ambiguous(Array(alike)) : .match(nearest)
    }
}
