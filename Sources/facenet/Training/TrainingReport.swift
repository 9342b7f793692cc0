import FaceReport
import FaceTraining
import Foundation

/// A training's log as a page of curves, written again now and then.
struct TrainingReport {
    /// The page's file.
    let path: String
    private(set) var lines: [LogLine]
    private var written = ContinuousClock.now
    private var isWritten = false
    /// The seconds between two versions of the page.
    private static let interval = 5

    /// A report that goes on from what a log has.
    init(path: String, log: String) {
        self.path = path
        lines = TrainingLog<LogLine>.lines(of: log)
    }

    /// Takes a line in, and writes the page if the last time is long ago.
    mutating func add(_ line: LogLine) {
        lines.append(line)
        guard !isWritten || (ContinuousClock.now - written) / .seconds(1) >= Double(Self.interval) else { return }
        write(isRunning: true)
    }

    /// Writes the page; a page that cannot be written is no reason to end a training.
    mutating func write(isRunning: Bool) {
        (written, isWritten) = (.now, true)
        let html = page(isRunning: isRunning).html()
        try? Data(html.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Writes each chart as a picture of its own, `charts/loss.svg` and so on, beside the page.
    func writeCharts() {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("charts")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for chart in page(isRunning: false).charts {
            let words = chart.title.lowercased().prefix { $0 != "," && $0 != ":" }.split(separator: " ")
            let file = folder.appendingPathComponent(words.joined(separator: "-") + ".svg")
            try? Data((chart.svg() + "\n").utf8).write(to: file, options: .atomic)
        }
    }

    /// The page.
    func page(isRunning: Bool) -> ReportPage {
        let steps = lines.compactMap(\.step)
        let validations = lines.compactMap(\.validation)
        let summary = lines.last { $0.started != nil }?.started
        return ReportPage(
            title: "\(summary?.network ?? "A network") in training",
            summary: isRunning
                ? "This page reads itself again every \(Self.interval) seconds." : "The training is over, or paused.",
            figures: figures(summary, steps, validations),
            remarks: lines.compactMap(\.alarm).map { "Step \($0.step): \($0.symptom). \($0.remedy)." },
            charts: charts(steps, validations).filter { chart in
                // Of what this kind of loss does not have, there is nothing to show, and never will be.
                steps.isEmpty || chart.series.contains { !$0.points.isEmpty } || chart.title.hasPrefix("Held-out")
            },
            refreshSeconds: isRunning ? Self.interval : nil
        )
    }

    private func figures(
        _ summary: TrainingSummary?,
        _ steps: [StepRecord],
        _ validations: [ValidationRecord]
    ) -> [ReportPage.Figure] {
        var figures: [ReportPage.Figure] = []
        func add(_ name: String, _ value: String) { figures.append(.init(name, value)) }
        if let summary {
            add("weights", "\(summary.weights)")
            add("batch", "\(summary.batch)" + (summary.chunk < summary.batch ? " in chunks of \(summary.chunk)" : ""))
            add("arithmetic", "\(summary.precision), \(summary.threads) threads")
            if summary.ranks > 1 { add("ranks", "\(summary.ranks)") }
        }
        if let last = steps.last {
            add("step", summary?.steps.map { "\(last.step) of \($0)" } ?? "\(last.step)")
            add("loss", SVGNumber.short(Double(last.loss)))
            let recent = steps.suffix(50)
            let seconds = recent.reduce(0) { $0 + $1.seconds.total }
            let images = recent.reduce(0) { $0 + $1.images }
            add("images a second", (Double(images) / max(seconds, 1e-9)).formatted(decimals: 1))
            let lost = steps.reduce(0) { $0 + $1.seconds.input } / max(steps.reduce(0) { $0 + $1.seconds.total }, 1e-9)
            add("time lost to input", "\((100 * lost).formatted(decimals: 1)) %")
        }
        if let best = validations.map(\.accuracy).max() {
            add("best accuracy", "\((100 * best).formatted(decimals: 2)) %")
        }
        return figures
    }

    private func charts(_ steps: [StepRecord], _ validations: [ValidationRecord]) -> [LineChart] {
        typealias Point = LineChart.Point
        func curve(_ name: String, color: Int? = nil, _ value: (StepRecord) -> Double?) -> LineChart.Series {
            let points = steps.compactMap { step in value(step).map { Point(Double(step.step), $0) } }
            return .init(name, points, color: color)
        }
        func held(_ name: String, _ value: (ValidationRecord) -> Double?) -> LineChart.Series {
            .init(name, validations.compactMap { record in value(record).map { Point(Double(record.step), $0) } })
        }
        func distances(_ name: String, color: Int, _ path: KeyPath<EmbeddingDiagnosis, EmbeddingDiagnosis.Percentiles?>)
            -> [LineChart.Series]
        {
            func points(_ value: (EmbeddingDiagnosis.Percentiles) -> Float) -> [Point] {
                steps.compactMap { step in
                    step.diagnosis?[keyPath: path].map { Point(Double(step.step), Double(value($0))) }
                }
            }
            return [
                .init("", points(\.p95), floor: points(\.p5), color: color),
                .init(name, points(\.p50), color: color),
            ]
        }
        let rates = validations.first?.rates.map(\.falseAcceptRate) ?? []
        return [
            LineChart(
                "Loss",
                series: [curve("loss") { Double($0.loss) }, curve("of mined") { $0.meanLoss.map(Double.init) }]
            ),
            LineChart(
                "Held-out people",
                series: [held("accuracy", \.accuracy)]
                    + rates.indices.map { index in
                        held("VAL at FAR \(rates[index])") {
                            $0.rates.indices.contains(index) ? $0.rates[index].validationRate : nil
                        }
                    },
                bounds: 0.5...1
            ),
            LineChart(
                "Triplets that violate the margin, of all",
                series: [
                    curve("active") { $0.diagnosis?.activeShare }, curve("semi-hard") { $0.diagnosis?.semiHardShare },
                    curve("hard") { $0.diagnosis?.hardShare },
                ],
                bounds: 0...1
            ),
            LineChart(
                "Squared distances: median, and 5 to 95 %",
                series: distances("one person", color: 2, \.positives) + distances("two people", color: 1, \.negatives),
                bounds: 0...2
            ),
            LineChart("Photos nearest to their own class", series: [curve("share", \.correct)], bounds: 0...1),
            LineChart(
                "Length of the gradient",
                series: [curve("before clipping", \.gradientNorm)],
                isLogarithmic: true
            ),
            LineChart(
                "Length of the mean embedding",
                series: [curve("mean") { Double($0.meanNorm) }],
                bounds: 0...1
            ),
            LineChart("Effective rank", series: [curve("directions") { $0.diagnosis?.effectiveRank }]),
            LineChart("Learning rate", series: [curve("rate") { Double($0.rate) }]),
            LineChart(
                "Seconds of a step",
                series: [
                    curve("forward", \.seconds.forward), curve("backward", \.seconds.backward),
                    curve("mining", \.seconds.mining), curve("optimizer", \.seconds.optimizer),
                    curve("input", \.seconds.input),
                ]
            ),
        ]
    }
}

/// Numbers in figures.
enum SVGNumber {
    /// Four digits that count.
    static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
