import FaceEmbedding
import FaceEvaluation
import FaceGallery
import FaceLaboratory

/// What `evaluate variants` measures, and how it is printed.
struct VariantEvaluation: Encodable {
    /// One way of enrolling people by one photo, and one thing that the faces looked up wear.
    struct Row: Encodable {
        /// What was drawn onto each enrolled face, each a further template; `none` if nothing was.
        var variants: String
        /// What probes and strangers wear.
        var probes: String
        /// The share of probes whose person is nearest.
        var rankOne: Double
        /// The share not found where 1 % of strangers who wear the same find somebody.
        var fnir: Double
        /// The least and the greatest of it over the rounds.
        var fnirRange: [Double]
        /// At the threshold that keeps 1 % of bare strangers from a gallery without variants: how many find somebody.
        var fixedFPIR: Double
        /// At that threshold, the share of probes not found.
        var fixedFNIR: Double
    }

    /// The share of strangers that may be taken for somebody.
    static let rate = 0.01

    var model: String
    var photos: Int
    var people: Int
    var rounds: Int
    /// Means over the rounds, of the people enrolled, the photos looked up, and those of strangers.
    var enrolled = 0
    var probes = 0
    var strangers = 0
    var rows: [Row] = []

    /// A heading and a row a line, tabs between.
    var text: String {
        func percent(_ rate: Double) -> String { (100 * rate).formatted(decimals: 2) }
        let heading = [
            ["model", model], ["photos", "\(photos)"], ["people", "\(people)"],
            ["enrolled", "\(enrolled)"], ["probes", "\(probes)"], ["strangers", "\(strangers)"], [],
            ["variants", "probes", "rank1%", "fnir%", "from", "to", "fixed:fpir%", "fnir%"],
        ]
        let lines = rows.map { row in
            [
                row.variants, row.probes, percent(row.rankOne), percent(row.fnir), percent(row.fnirRange[0]),
                percent(row.fnirRange[1]), percent(row.fixedFPIR), percent(row.fixedFNIR),
            ]
        }
        return (heading + lines).map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}

/// One face of every photo, bare and covered, and whose it is.
struct CoveredFaces {
    /// The photos of each person, people in order of their names; of each photo, its face under each condition.
    private(set) var people: [[[Embedding]]] = []
    /// The conditions; the first is bare.
    let conditions: [Condition]

    /// Takes what a laboratory found; photos without a face are left out, and people without a second photo.
    init(_ photos: LabeledPhotos, _ found: LaboratoryFaces, conditions: [Condition]) {
        self.conditions = conditions
        var byPerson: [String: [[Embedding]]] = [:]
        for entry in photos.entries {
            let faces = conditions.compactMap { found.features[$0]?[entry.name].flatMap { Embedding(unit: $0) } }
            guard faces.count == conditions.count else { continue }
            byPerson[entry.person, default: []].append(faces)
        }
        people = byPerson.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
    }
}

extension VariantEvaluation {
    /// What is drawn onto enrolled faces: nothing, each condition alone, and all of them.
    private static func choices(_ count: Int) -> [[Int]] {
        let single = (1..<count).map { [$0] }
        return [[]] + single + (count > 2 ? [Array(1..<count)] : [])
    }

    /// Enrolls half of the people by one photo each, and looks up their other photos and all of the other half's.
    mutating func measure(_ faces: CoveredFaces, progress: Progress) {
        let choices = Self.choices(faces.conditions.count)
        var scores = choices.map { _ in faces.conditions.map { _ in [OpenSetScores]() } }
        for round in 0..<rounds {
            var generator = EvaluationGenerator(seed: UInt64(round))
            let order = faces.people.indices.shuffled(using: &generator)
            let mated = order.prefix(order.count / 2)
            let first = mated.map { faces.people[$0].indices.randomElement(using: &generator) ?? 0 }
            for (place, choice) in choices.enumerated() {
                let gallery = zip(mated, first).map { person, photo in
                    ([0] + choice).map { faces.people[person][photo][$0] }
                }
                for condition in faces.conditions.indices {
                    scores[place][condition].append(Self.search(gallery, mated, first, order, faces, condition))
                }
            }
            (enrolled, probes) = (mated.count, scores[0][0][0].mated.count)
            strangers = scores[0][0][0].strangers.count
            progress.advance()
        }
        let fixed = scores[0][0].map { $0.threshold(falsePositiveRate: Self.rate) }
        for (place, choice) in choices.enumerated() {
            let names = choice.map { faces.conditions[$0].key }
            for (condition, drawn) in faces.conditions.enumerated() {
                let rounds = scores[place][condition]
                let fnir = rounds.map { $0.falseNegativeRate(threshold: $0.threshold(falsePositiveRate: Self.rate)) }
                rows.append(
                    Row(
                        variants: names.isEmpty ? "none" : names.joined(separator: "+"),
                        probes: drawn.key,
                        rankOne: rounds.map(\.rankOneRate).mean,
                        fnir: fnir.mean,
                        fnirRange: [fnir.min() ?? 0, fnir.max() ?? 0],
                        fixedFPIR: zip(rounds, fixed).map {
                            Double($0.falsePositives(threshold: $1)) / Double($0.strangers.count)
                        }.mean,
                        fixedFNIR: zip(rounds, fixed).map { $0.falseNegativeRate(threshold: $1) }.mean
                    )
                )
            }
        }
    }

    private static func search(
        _ gallery: [[Embedding]],
        _ mated: ArraySlice<Int>,
        _ first: [Int],
        _ order: [Int],
        _ faces: CoveredFaces,
        _ condition: Int
    ) -> OpenSetScores {
        func nearest(_ probe: Embedding) -> (person: Int, squaredDistance: Float) {
            var best = (person: 0, squaredDistance: Float.infinity)
            for (person, templates) in gallery.enumerated() {
                let distance = PersonRule.standard.squaredDistance(from: probe, to: templates)
                if distance < best.squaredDistance { best = (person, distance) }
            }
            return best
        }
        var found: [OpenSetScores.Mated] = []
        for (row, person) in mated.enumerated() {
            for (photo, views) in faces.people[person].enumerated() where photo != first[row] {
                let best = nearest(views[condition])
                found.append(
                    .init(person: row, isRight: best.person == row, squaredDistance: best.squaredDistance)
                )
            }
        }
        let strangers = order.dropFirst(mated.count).flatMap { person in
            faces.people[person].map { nearest($0[condition]).squaredDistance }
        }
        return OpenSetScores(mated: found, strangers: strangers)
    }
}
