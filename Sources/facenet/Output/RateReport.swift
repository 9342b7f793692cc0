import Foundation

/// What a benchmark measured.
struct RateReport: Encodable {
    /// What was measured, such as `embed`.
    var benchmark: String
    /// The path or name of the model.
    var model: String
    /// The arithmetic really used.
    var precision: String
    /// The threads.
    var threads: Int
    /// The items of one run.
    var batch: Int
    /// What the rates count a second.
    var unit: String
    /// The rate of each round.
    let rounds: [Double]
    /// The middle one.
    let median: Double
    /// The greatest resident memory so far, in megabytes.
    let peakMegabytes = RateReport.peakMemory

    init(
        benchmark: String,
        model: String,
        precision: String,
        threads: Int,
        batch: Int,
        unit: String,
        rounds: [Double]
    ) {
        self.benchmark = benchmark
        self.model = model
        self.precision = precision
        self.threads = threads
        self.batch = batch
        self.unit = unit
        self.rounds = rounds
        median = rounds.median
    }

    /// The report as a line for `cut`, tabs between.
    var line: String {
        [
            benchmark, precision, "threads=\(threads)", "batch=\(batch)", median.formatted(decimals: 1), unit,
            "min=\((rounds.min() ?? .nan).formatted(decimals: 1))",
            "max=\((rounds.max() ?? .nan).formatted(decimals: 1))",
            "rounds=\(rounds.count)", "peakMB=\(peakMegabytes.formatted(decimals: 0))",
        ].joined(separator: "\t")
    }

    /// The greatest resident memory of this process so far, in megabytes of 2^20 bytes, as Linux counts it; 0 elsewhere.
    static var peakMemory: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? 0) / 1024
    }
}
