import FaceEvaluation
import FaceReport

/// What `evaluate lfw` prints: the protocol's report, and what it was made with.
struct LFWReport: Encodable {
    /// Every choice that changes the figures.
    struct Options: Encodable {
        var model: String
        var detector: String
        var precision: String
        var crop: String
        var inputSize: String
        var flip: Bool
        var subtractMean: Bool
        var distance: String
        var falseAcceptRate: Double
        var folds: Int
        var faceChoice: String
        var threads: Int

        /// What changes the figures, apart from the model, which has a record of its own.
        var settings: [RunRecord.Setting] {
            [
                RunRecord.Setting("mirror image too", flip ? "yes" : "no"),
                RunRecord.Setting("mean subtracted", subtractMean ? "yes" : "no"),
                RunRecord.Setting("distance", distance), RunRecord.Setting("false accept rate", "\(falseAcceptRate)"),
                RunRecord.Setting("folds", "\(folds)"), RunRecord.Setting("face of a photo", faceChoice),
                RunRecord.Setting("threads", "\(threads)"),
            ]
        }
    }

    private enum Key: String, CodingKey {
        case options, photos, seconds, photosPerSecond
    }

    var report: VerificationReport
    var options: Options
    /// The photos read.
    var photos: Int
    /// How long that took.
    var seconds: Double
    /// What the page shows, and `facenet report` reads.
    var document: EvaluationDocument?

    /// The keys of the report, of the document and of this in one object.
    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        try document?.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(options, forKey: .options)
        try container.encode(photos, forKey: .photos)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(Double(photos) / seconds, forKey: .photosPerSecond)
    }

    /// A name and its values a line, tabs between.
    var text: String {
        let thresholds = report.thresholds.map { $0.formatted(decimals: 2) }
        var lines = [
            ["accuracy"] + [report.accuracy.mean, report.accuracy.std, report.accuracy.standardError].fiveDecimals,
            ["val"] + [report.val.mean, report.val.std, report.val.far].fiveDecimals,
            ["auc"] + [report.auc].fiveDecimals,
            ["eer"] + [report.eer].fiveDecimals,
            ["pairs", "\(report.pairs)"],
            ["undetected", "\(report.undetected)"],
            ["precision", options.precision],
            ["thresholds"] + thresholds,
            ["seconds", seconds.formatted(decimals: 1)],
        ]
        lines += report.wrongPairs.map { wrong in
            [
                "wrong", wrong.pair.first, wrong.pair.second, wrong.pair.isSame ? "same" : "different",
                wrong.distance.formatted(decimals: 4), wrong.threshold.formatted(decimals: 2),
            ]
        }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}
