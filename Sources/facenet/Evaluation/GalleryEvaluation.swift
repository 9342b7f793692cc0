import FaceEmbedding
import FaceEvaluation
import FaceGallery

/// What `evaluate gallery` measures, and how it is printed.
struct GalleryEvaluation: Encodable {
    /// Identification with so many photos of a person, as means over the rounds.
    struct Identification: Encodable {
        var photos: Int
        var people: Int
        var probes: Int
        var strangers: Int
        var rankOne: Double
        var rates: [Rate]
        /// FNIR against FPIR, for the chart.
        var curve: [[Double]]
    }

    /// What a share of strangers costs.
    struct Rate: Encodable {
        /// The FPIR asked for.
        var fpir: Double
        /// The share of probes not found at the threshold that the strangers themselves give.
        var fnir: Double
        /// The least and the greatest of it over the rounds.
        var fnirRange: [Double]
        /// The same at the threshold calibrated on the other half of the strangers, and the FPIR on this half.
        var calibrated: Calibrated?
    }

    struct Calibrated: Encodable {
        var fpir: Double
        var fnir: Double
    }

    /// Whether an asked FPIR holds.
    struct Holding: Encodable {
        var gallery: Int
        /// On whom it was calibrated: `others`, `gallery` or `crowd`.
        var basis: String
        var asked: Double
        var measured: Double
        /// The 95 % interval, if strangers that appear in several rounds were new each time: it is a little wider.
        var interval: ConfidenceInterval
        /// Not whole where a stranger has several photos, of which some are taken for somebody.
        var falsePositives: Double
        var strangers: Int
        /// The mean over the rounds.
        var threshold: Double
    }

    /// LFW's accuracy with all bits, and in one byte a dimension.
    struct Codes: Encodable {
        var pairs: Int
        var accuracy: Double
        var accuracyOfCodes: Double
    }

    var model: String
    var rule: String
    var photos: Int
    var people: Int
    var skipped: Int
    var rounds: Int
    var identification: [Identification] = []
    var holding: [Holding] = []
    var codes: Codes?
    /// How near strangers come, of all people.
    var tail: ImpostorTail?

    /// A table each, tabs between.
    var text: String {
        func percent(_ rate: Double, _ decimals: Int = 2) -> String { (100 * rate).formatted(decimals: decimals) }
        var lines = [
            ["model", model], ["rule", rule], ["photos", "\(photos)"], ["people", "\(people)"],
            ["skipped", "\(skipped)"],
            [],
            [
                "enrolled", "people", "probes", "strangers", "rank1%", "asked%", "fnir%", "from", "to",
                "calibrated:fpir%",
                "fnir%",
            ],
        ]
        for row in identification {
            for rate in row.rates {
                lines.append([
                    "\(row.photos)", "\(row.people)", "\(row.probes)", "\(row.strangers)", percent(row.rankOne),
                    percent(rate.fpir, 1), percent(rate.fnir), percent(rate.fnirRange[0]), percent(rate.fnirRange[1]),
                    rate.calibrated.map { percent($0.fpir, 3) } ?? "-", rate.calibrated.map { percent($0.fnir) } ?? "-",
                ])
            }
        }
        lines += [
            [],
            ["gallery", "calibrated", "asked%", "measured%", "from", "to", "hits", "strangers", "ratio", "threshold"],
        ]
        lines += holding.map { row in
            [
                "\(row.gallery)", row.basis, percent(row.asked, 1), percent(row.measured, 3),
                percent(row.interval.lower, 3), percent(row.interval.upper, 3),
                row.falsePositives.formatted(decimals: 1),
                "\(row.strangers)", (row.measured / row.asked).formatted(decimals: 2),
                row.threshold.formatted(decimals: 4),
            ]
        }
        if let codes {
            lines += [
                [], ["pairs", "\(codes.pairs)"], ["accuracy", codes.accuracy.formatted(decimals: 5)],
                ["accuracy of codes", codes.accuracyOfCodes.formatted(decimals: 5)],
            ]
        }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}
