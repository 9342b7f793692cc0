import FaceEmbedding
import FaceGallery
import FaceNetworks
import FacePipeline
import FaceRecognition
import Hummingbird

/// The operating point: what is in use, and what each would cost.
struct SettingsAPI {
    let parts: ServiceParts

    /// The shares of strangers that the page offers.
    private static let rates = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]

    var routes: [Route] {
        [
            Route(.get, "/api/v1/operating-points", .reader, points),
            Route(.get, "/api/v1/settings", .reader) { _, _ in try .json(parts.settings.current) },
            Route(.patch, "/api/v1/settings", .admin, change),
        ]
    }

    @Sendable private func points(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Identification: Encodable {
            var fpir: Double
            var threshold: Float
            var falseAcceptRate: Double
            @Nullable var missRate: Double?
        }
        struct Points: Encodable {
            var model: ModelRecord
            var people: Int
            var points: [OperatingPointRecord]
            var identification: [Identification]
            var basis: Thresholds.Basis
        }
        let record = try await parts.work(for: context.caller) { recognizer in
            let snapshot = try recognizer.gallery.snapshot()
            let thresholds = try recognizer.thresholds(for: snapshot)
            let card = recognizer.reader.embedder.model.card
            let bare = card.operatingPoints(for: .bare)
            let size = max(1, snapshot.namedCount)
            return Points(
                model: ModelRecord(recognizer.gallery.model),
                people: try recognizer.gallery.peopleCount(),
                points: FacePairing.allCases.flatMap { card.operatingPoints(for: $0) }.map(OperatingPointRecord.init),
                identification: Self.rates.map { rate in
                    let threshold = thresholds.tail.threshold(falsePositiveRate: rate, gallerySize: size)
                    return Identification(
                        fpir: rate,
                        threshold: threshold,
                        falseAcceptRate: thresholds.tail.falseAcceptRate(at: threshold),
                        missRate: Self.missRate(at: threshold, among: bare)
                    )
                },
                basis: thresholds.basis
            )
        }
        return try .json(record)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let settings = try await parts.json(SettingsFile.Settings.self, of: request, allowed: ["fpir"])
        guard settings.fpir > 0, settings.fpir < 1 else {
            throw Problem.badRequest("`fpir` is a rate above 0 and below 1")
        }
        // The line first: a change that fails afterwards was at least wanted, one without a line would go unseen.
        try await parts.work(for: context.caller) { [settings] recognizer in
            try recognizer.gallery.recordSettings(["fpir": String(settings.fpir)])
            try parts.settings.change(to: settings)
        }
        return try .json(settings)
    }

    /// The share of pairs of one person beyond a threshold, between the two points that were measured next to it; `nil`
    /// beyond all of them.
    static func missRate(at threshold: Float, among points: [ModelCard.OperatingPoint]) -> Double? {
        let known = points.compactMap { point in point.trueAcceptRate.map { (point.threshold, 1 - $0) } }
            .sorted { $0.0 < $1.0 }
        guard let upper = known.firstIndex(where: { $0.0 >= threshold }) else { return nil }
        if known[upper].0 == threshold { return known[upper].1 }
        guard upper > 0 else { return nil }
        let (low, high) = (known[upper - 1], known[upper])
        let share = Double((threshold - low.0) / (high.0 - low.0))
        return low.1 + (high.1 - low.1) * share
    }
}
