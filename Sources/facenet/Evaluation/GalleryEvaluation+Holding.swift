import FaceEmbedding
import FaceEvaluation
import FaceGallery

extension GalleryEvaluation {
    /// The sizes of galleries that an asked FPIR is tried at, as far as there are people.
    static let sizes = [100, 1000, 2000, 4000]
    /// The most photos of a stranger that are tried.
    private static let mostPhotos = 10

    /// How often thresholds were passed.
    private struct Tally {
        /// The shares of each stranger's photos that passed, added.
        var hits = 0.0
        var strangers = 0
        var thresholds: [Double] = []
    }

    /// Calibrates on half of the people, and tries galleries and strangers of the other half.
    ///
    /// People are enrolled by their first photo; of strangers all photos are tried, and each stranger counts the same.
    mutating func measureOthers(_ people: [[Embedding]], rounds: Int, progress: Progress) {
        var tallies = [[Double]: Tally]()
        for round in 0..<rounds {
            var generator = EvaluationGenerator(seed: UInt64(round))
            let shuffled = people.shuffled(using: &generator)
            let half = people.count / 2
            progress.advance()
            guard let tail = ImpostorTail(oneFaceEach: shuffled[..<half].map { $0[0] }, source: "") else { continue }
            let others = Array(shuffled[half...])
            for size in Self.sizes where size + 100 <= others.count {
                Self.count(strangers: others[size...], gallery: others[..<size], tail: tail, into: &tallies)
            }
        }
        append(tallies, basis: "others")
    }

    /// Calibrates on the gallery's own people; everybody is a stranger about as often.
    mutating func measureOwn(_ people: [[Embedding]], rounds: Int, progress: Progress) {
        var tallies = [[Double]: Tally]()
        for size in Self.sizes where size >= Thresholds.fewestPeople && size + 100 <= people.count {
            var generator = EvaluationGenerator(seed: UInt64(size))
            let shuffled = people.shuffled(using: &generator)
            let strangers = people.count - size
            // As many galleries as it takes until everybody was a stranger.
            for round in 0..<max(min(rounds, 4), (people.count + strangers - 1) / strangers) {
                let start = round * strangers % people.count
                let turned = Array(shuffled[start...] + shuffled[..<start])
                let gallery = turned[strangers...]
                let count = min(gallery.count, Thresholds.mostPeople)
                let own = (0..<count).map { gallery[gallery.startIndex + $0 * gallery.count / count][0] }
                progress.advance()
                guard let tail = ImpostorTail(oneFaceEach: own, source: "") else { continue }
                Self.count(strangers: turned[..<strangers], gallery: gallery, tail: tail, into: &tallies)
            }
        }
        append(tallies, basis: "gallery")
    }

    /// Calibrates on 4,000 people of a synthetic crowd, and searches a gallery of others of it; and so for each of several
    /// crowds, as each is another population.
    mutating func measureCrowds(
        _ size: Int,
        seeds: ClosedRange<UInt64>,
        strangers: Int,
        threads: Int,
        progress: Progress
    ) throws(GalleryError) {
        var tallies = [[Double]: Tally]()
        for seed in seeds {
            let crowd = SyntheticCrowd(seed: seed)
            try Self.count(crowd, size, strangers: strangers, threads: threads, progress: progress, into: &tallies)
        }
        append(tallies, basis: "crowd")
    }

    private static func count(
        _ crowd: SyntheticCrowd,
        _ size: Int,
        strangers: Int,
        threads: Int,
        progress: Progress,
        into tallies: inout [[Double]: Tally]
    ) throws(GalleryError) {
        let people = (0..<4000).map { crowd.photo(0, of: $0) }
        guard let tail = ImpostorTail(oneFaceEach: people, source: "") else { return }
        var table = TemplateTable(dimension: crowd.dimension)
        for person in Int64(10_000)..<Int64(10_000 + size) {
            let embedding = crowd.photo(0, of: Int(person))
            try table.append(TemplateEntry(id: person, person: person, embedding: embedding))
        }
        guard let fingerprint = ModelFingerprint(bytes: [UInt8](repeating: 0, count: ModelFingerprint.byteCount)) else {
            return
        }
        let snapshot = GallerySnapshot(
            revision: 0,
            model: GalleryModel(fingerprint: fingerprint, name: "crowd", dimension: crowd.dimension),
            table: table,
            records: MemoryGallery(embedding: { crowd.photo(0, of: Int($0)) }, templates: [:]),
            threads: threads
        )
        var nearest: [Float] = []
        let first = 10_000 + size
        for start in stride(from: first, to: first + strangers, by: 64) {
            let queries = (start..<min(start + 64, first + strangers)).map { crowd.photo(0, of: $0) }
            nearest += try snapshot.nearestTemplates(toEach: queries, count: 1).map { $0.first?.squaredDistance ?? 4 }
            progress.advance(by: queries.count)
        }
        count(nearest.map { [$0] }, size: size, tail: tail, into: &tallies)
    }

    private static func count(
        strangers: ArraySlice<[Embedding]>,
        gallery: ArraySlice<[Embedding]>,
        tail: ImpostorTail,
        into tallies: inout [[Double]: Tally]
    ) {
        let enrolled = gallery.map { $0[0] }
        let nearest = strangers.map { photos in
            photos.prefix(mostPhotos).map { photo in enrolled.reduce(4) { min($0, $1.squaredDistance(to: photo)) } }
        }
        count(nearest, size: gallery.count, tail: tail, into: &tallies)
    }

    private static func count(
        _ nearest: [[Float]],
        size: Int,
        tail: ImpostorTail,
        into tallies: inout [[Double]: Tally]
    ) {
        for rate in rates {
            let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: size)
            tallies[[Double(size), rate], default: Tally()].hits += nearest.reduce(0) { hits, photos in
                hits + Double(photos.count { $0 <= threshold }) / Double(photos.count)
            }
            tallies[[Double(size), rate], default: Tally()].strangers += nearest.count
            tallies[[Double(size), rate], default: Tally()].thresholds.append(Double(threshold))
        }
    }

    private mutating func append(_ tallies: [[Double]: Tally], basis: String) {
        for (key, tally) in tallies.sorted(by: { ($0.key[0], -$0.key[1]) < ($1.key[0], -$1.key[1]) }) {
            holding.append(
                Holding(
                    gallery: Int(key[0]),
                    basis: basis,
                    asked: key[1],
                    measured: tally.hits / Double(tally.strangers),
                    interval: ConfidenceInterval(successes: Int(tally.hits.rounded()), of: tally.strangers),
                    falsePositives: tally.hits,
                    strangers: tally.strangers,
                    threshold: tally.thresholds.mean
                )
            )
        }
    }
}
