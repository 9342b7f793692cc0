import FaceEngine
import FaceImaging
import FaceNetworks

/// Tries an adapter on people who are held out: every bare photo against every other photo, bare and covered.
final class AdapterValidator {
    private static let batch = 256
    /// The bins that squared distances, 0 to 4, are counted in.
    private static let bins = 1 << 16

    private let labels: [Int]
    private let kinds: [Occluder.Kind]
    /// The model's embeddings of each view, `[photos, D]`, the bare one first.
    private let views: [[Float]]
    private let embeddings: ViewEmbeddings
    private let dimension: Int
    private let threads: Int
    private var without: [AdapterRecord.Figures] = []
    private var pairs = [0, 0]

    init(_ dataset: FaceDataset, _ embeddings: ViewEmbeddings, kinds: [Occluder.Kind], threads: Int) {
        labels = dataset.samples.map(\.label)
        (self.kinds, self.threads, dimension) = (kinds, threads, embeddings.dimension)
        self.embeddings = embeddings
        views = (0..<embeddings.views).map { view in
            dataset.samples.indices.flatMap { embeddings.row(photo: $0, view: view) }
        }
    }

    /// The figures of every condition.
    ///
    /// - Complexity: O(*photos*² *D*) for each condition.
    func figures(
        _ network: Network,
        _ parameters: Parameters
    ) throws(EngineError) -> (conditions: [AdapterRecord.Condition], pairs: [Int]) {
        if without.isEmpty {
            for view in views { without.append(try figures(views[0], view)) }
        }
        var adapted: [[Float]] = []
        let program = try InferenceProgram(
            network,
            parameters: parameters,
            options: InferenceOptions(batchSize: Self.batch, threads: threads)
        )
        for view in views.indices { adapted.append(try apply(program, to: view)) }
        var conditions: [AdapterRecord.Condition] = []
        for view in views.indices {
            conditions.append(
                AdapterRecord.Condition(
                    condition: view == 0 ? "bare" : kinds[view - 1].rawValue,
                    without: without[view],
                    always: try figures(adapted[0], adapted[view]),
                    whenCovered: view == 0 ? without[0] : try figures(views[0], adapted[view])
                )
            )
        }
        return (conditions, pairs)
    }

    /// The view of every photo, adapted.
    private func apply(_ program: InferenceProgram, to view: Int) throws(EngineError) -> [Float] {
        let inputs = program.inputShapes.map { Floats($0.count) }
        let output = Floats(program.outputShapes[0].count)
        var adapted: [Float] = []
        adapted.reserveCapacity(labels.count * dimension)
        for start in stride(from: 0, to: labels.count, by: Self.batch) {
            let count = min(Self.batch, labels.count - start)
            for place in 0..<count {
                inputs[0].write(embeddings.row(photo: start + place, view: view), at: place)
                guard inputs.count > 1 else { continue }
                inputs[1].write(embeddings.features(photo: start + place, view: view), at: place)
            }
            try program.run(inputs: inputs.map(\.reading), outputs: [output.buffer])
            adapted += output.buffer[..<(count * dimension)]
        }
        return adapted
    }

    /// All photos of `gallery` against all others of `probes`.
    private func figures(_ gallery: [Float], _ probes: [Float]) throws(EngineError) -> AdapterRecord.Figures {
        let count = labels.count
        let product = MatrixProduct(
            rows: count,
            columns: count,
            inner: dimension,
            transposesRight: true,
            threads: threads
        )
        var cosines = [Float](repeating: 0, count: count * count)
        try product.multiply(gallery, probes, into: &cosines)
        var same = [Int](repeating: 0, count: Self.bins)
        var different = same
        for row in 0..<count {
            for column in 0..<count where column != row {
                let bin = min(max(Int((1 - cosines[row * count + column]) / 2 * Float(Self.bins)), 0), Self.bins - 1)
                if labels[row] == labels[column] { same[bin] += 1 } else { different[bin] += 1 }
            }
        }
        let (all, others) = (same.reduce(0, +), different.reduce(0, +))
        pairs = [all, others]
        return Self.figures(same, different, all, others)
    }

    private static func figures(_ same: [Int], _ different: [Int], _ all: Int, _ others: Int) -> AdapterRecord.Figures {
        var (accepted, wrongly) = (0, 0)
        var figures = AdapterRecord.Figures(accuracy: 0, validationRate: 0)
        for bin in same.indices {
            accepted += same[bin]
            wrongly += different[bin]
            let rate = Double(accepted) / Double(max(all, 1))
            let falseRate = Double(wrongly) / Double(max(others, 1))
            figures.accuracy = max(figures.accuracy, (rate + 1 - falseRate) / 2)
            if falseRate <= 0.001 { figures.validationRate = rate }
        }
        return figures
    }
}
