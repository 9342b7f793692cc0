import FaceEngine
import FaceEvaluation
import FaceNetworks

/// Tries an embedding on pairs of people who are held out.
final class Validator {
    private static let batch = 32
    /// Photos up to so many bytes stay decoded from one validation to the next.
    private static let memory = 256 << 20

    private let configuration: ValidationConfiguration
    private let dataset: FaceDataset
    private let pairs: [ValidationPair]
    /// The photos in the pairs, and their places among the embeddings.
    private let samples: [Int]
    private let places: [Int: Int]
    private let options: BatchLoader.Options
    private let cut: DataConfiguration.Cut
    private let threads: Int
    private var kept: [LoadedBatch] = []

    /// Chooses the pairs.
    ///
    /// - Returns: `nil` if nobody is held out, or nobody of them has two photos.
    init?(_ configuration: TrainingConfiguration, _ set: TrainingSet, size: ImageSize) {
        self.configuration = configuration.validation
        dataset = set.heldOut
        pairs = set.heldOut.validationPairs(count: configuration.validation.pairs, seed: configuration.validation.seed)
        guard pairs.count >= 20 else { return nil }
        samples = Array(Set(pairs.flatMap { [$0.first, $0.second] })).sorted()
        places = Dictionary(uniqueKeysWithValues: samples.enumerated().map { ($0.element, $0.offset) })
        threads = configuration.run.threads ?? 1
        cut = configuration.data.cut
        options = BatchLoader.Options(
            size: size,
            normalization: configuration.data.normalization,
            threads: configuration.data.threads,
            resizesFirst: configuration.data.cut == .packed
        )
    }

    /// Embeds the photos and decides the pairs.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - parameters: Its weights.
    ///   - step: The steps done.
    /// - Returns: What was found.
    /// - Throws: ``TrainingError/engine(_:)``, ``TrainingError/data(_:)`` if nothing can be read, or
    ///   ``TrainingError/validation(reason:)`` if a distance is not finite.
    func validate(_ network: Network, _ parameters: Parameters, step: Int) throws(TrainingError) -> ValidationRecord {
        var clock = Lap()
        let (embeddings, dimension) = try Trainer.naming {
            let embedder = try BatchEmbedder(network, parameters: parameters, batch: Self.batch, threads: threads)
            return (try self.embeddings(by: embedder), embedder.dimension)
        }
        let distances = pairs.map { pair in
            let (a, b) = ((places[pair.first] ?? 0) * dimension, (places[pair.second] ?? 0) * dimension)
            return (0..<dimension).reduce(0.0) { sum, place in
                let difference = Double(embeddings[a + place]) - Double(embeddings[b + place])
                return sum + difference * difference
            }
        }
        do throws(EvaluationError) {
            return try record(distances, step: step, seconds: clock.lap())
        } catch {
            throw .validation(reason: error.description)
        }
    }

    private func embeddings(by embedder: BatchEmbedder) throws -> [Float] {
        if !kept.isEmpty { return try kept.flatMap { batch in try embedder.embed(batch) } }
        let keeps = samples.count * 3 * options.size.rows * options.size.columns <= Self.memory
        var loaded: [LoadedBatch] = []
        let values = try embedder.embeddings(
            of: samples,
            dataset,
            options: options,
            augmentation: cut.plain(to: options.size)
        ) { batch, _ in if keeps { loaded.append(batch) } }
        kept = loaded
        return values
    }

    private func record(_ distances: [Double], step: Int, seconds: Double) throws(EvaluationError) -> ValidationRecord {
        let isSame = pairs.map(\.isSame)
        let roc = try ROC(distances: distances, isSame: isSame)
        // Pairs of one person and of two come in turn, so two neighbors go into one fold.
        let folds = 10
        var right = 0
        for fold in 0..<folds {
            let others = pairs.indices.filter { $0 / 2 % folds != fold }
            let curve = try ROC(distances: others.map { distances[$0] }, isSame: others.map { isSame[$0] })
            let threshold = Self.mostAccurate(curve)
            right += pairs.indices.count { $0 / 2 % folds == fold && (distances[$0] < threshold) == isSame[$0] }
        }
        return ValidationRecord(
            step: step,
            accuracy: Double(right) / Double(pairs.count),
            areaUnderCurve: roc.areaUnderCurve,
            equalErrorRate: roc.equalErrorRate,
            rates: configuration.falseAcceptRates.map {
                .init(falseAcceptRate: $0, validationRate: roc.point(atFalseAcceptRate: $0).validationRate)
            },
            threshold: Self.mostAccurate(roc),
            pairs: pairs.count,
            people: Set(samples.map { dataset.samples[$0].label }).count,
            seconds: seconds
        )
    }

    /// The threshold that decides most pairs rightly, where there are as many of one person as of two.
    private static func mostAccurate(_ roc: ROC) -> Double {
        roc.points.max { a, b in
            a.validationRate - a.falseAcceptRate < b.validationRate - b.falseAcceptRate
        }?.threshold ?? 0
    }
}
