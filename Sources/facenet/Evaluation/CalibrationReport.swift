import FaceEmbedding
import FaceNetworks

/// What `calibrate` prints.
struct CalibrationReport: Encodable {
    /// A threshold for a gallery.
    struct Threshold: Encodable {
        var templates: Int
        var falsePositiveRate: Double
        var threshold: Float
        /// Whether it is beyond what was measured.
        var isExtrapolated: Bool
    }

    var tail: ImpostorTail
    var operatingPoints: [ModelCard.OperatingPoint]
    var thresholds: [Threshold]
    var bundle: String?

    init(tail: ImpostorTail, operatingPoints: [ModelCard.OperatingPoint], bundle: String?) {
        self.tail = tail
        self.operatingPoints = operatingPoints
        self.bundle = bundle
        thresholds = [100, 1000, 10_000, 100_000, 1_000_000].flatMap { size in
            [0.01, 0.001].map { rate in
                Threshold(
                    templates: size,
                    falsePositiveRate: rate,
                    threshold: tail.threshold(falsePositiveRate: rate, gallerySize: size),
                    isExtrapolated: tail.isExtrapolated(falsePositiveRate: rate, gallerySize: size)
                )
            }
        }
    }

    /// A line a threshold, tabs between.
    var text: String {
        var lines = [["source", tail.source], ["people", "\(tail.people)"], [], ["far", "threshold", "tar"]]
        lines += operatingPoints.map { point in
            [
                "\(point.falseAcceptRate)", point.threshold.formatted(decimals: 4),
                point.trueAcceptRate.map { $0.formatted(decimals: 4) } ?? "-",
            ]
        }
        lines += [[], ["templates", "fpir", "threshold", ""]]
        lines += thresholds.map { row in
            [
                "\(row.templates)", "\(row.falsePositiveRate)", row.threshold.formatted(decimals: 4),
                row.isExtrapolated ? "extrapolated" : "measured",
            ]
        }
        if let bundle { lines += [[], ["bundle", bundle]] }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}

extension LabeledFaces {
    /// The squared distances of pairs of one person: of each photo to the next, so that many photos are not many pairs.
    var genuineDistances: [Float] {
        let photos = Dictionary(grouping: people.indices) { people[$0] }
        return photos.values.flatMap { theirs in
            zip(theirs, theirs.dropFirst()).map { embeddings[$0].squaredDistance(to: embeddings[$1]) }
        }
    }
}
