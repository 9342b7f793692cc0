import FaceEvaluation
import FaceReport

/// What `evaluate groups` says of one attribute.
struct GroupReport {
    /// The attribute.
    var attribute: String
    /// What was measured.
    var rates: GroupRates

    /// A group a line, tabs between; then the ratios.
    var lines: [[String]] {
        rates.groups.map { group in
            [attribute, group.name, "\(group.people)"]
                + fields(group.falseMatches, group.falseMatchesOverPeople)
                + fields(group.falseNonMatches, group.falseNonMatchesOverPeople)
        } + [
            ratio("fmr-ratio", rates.falseMatchRatio), ratio("fnmr-ratio", rates.falseNonMatchRatio),
            [attribute, "uncounted", "\(rates.uncounted)"],
        ]
    }

    /// The same for the page.
    var table: EvaluationDocument.Table {
        EvaluationDocument.Table(
            "Groups by \(attribute)",
            caption: """
                At the squared distance \(rates.threshold.formatted(decimals: 4)). Intervals are 95 %: exact, and over people \
                drawn again. Worst to best: \(words("FMR", rates.falseMatchRatio)); \
                \(words("FNMR", rates.falseNonMatchRatio)). \(rates.uncounted) pairs count for no group.
                """,
            columns: [
                "group", "people", "pairs of different people", "FMR", "FMR from", "FMR to", "FMR over people from",
                "FMR over people to", "pairs of the same person", "FNMR", "FNMR from", "FNMR to",
                "FNMR over people from", "FNMR over people to",
            ],
            rows: rates.groups.map { group in
                [.text(group.name), .number(Double(group.people))]
                    + cells(group.falseMatches, group.falseMatchesOverPeople)
                    + cells(group.falseNonMatches, group.falseNonMatchesOverPeople)
            }
        )
    }

    private func fields(_ share: Share, _ people: ConfidenceInterval?) -> [String] {
        let ends = [share.rate, share.interval.lower, share.interval.upper].map { $0.formatted(decimals: 6) }
        let drawn = [people?.lower, people?.upper].map { $0?.formatted(decimals: 6) ?? "-" }
        return ["\(share.count)", "\(share.of)"] + ends + drawn
    }

    private func cells(_ share: Share, _ people: ConfidenceInterval?) -> [EvaluationDocument.Value] {
        guard share.of > 0 else { return [.number(0)] + [EvaluationDocument.Value](repeating: .nothing, count: 5) }
        return [.number(Double(share.of)), .number(share.rate), .number(share.interval.lower)]
            + [.number(share.interval.upper), value(people?.lower), value(people?.upper)]
    }

    private func value(_ number: Double?) -> EvaluationDocument.Value { number.map { .number($0) } ?? .nothing }

    private func ratio(_ name: String, _ ratio: WorstToBest?) -> [String] {
        guard let ratio else { return [attribute, name, "-"] }
        let numbers = [ratio.ratio, ratio.lower, ratio.upper].map { $0?.formatted(decimals: 3) ?? "-" }
        return [attribute, name] + numbers + [ratio.worst, ratio.best]
    }

    private func words(_ name: String, _ ratio: WorstToBest?) -> String {
        guard let ratio else { return "\(name) of fewer than two groups" }
        guard let times = ratio.ratio else { return "\(name) of \(ratio.best) is 0" }
        guard let lower = ratio.lower else { return "\(name) \(times.formatted(decimals: 2))" }
        let upper = ratio.upper.map { "to \($0.formatted(decimals: 2))" } ?? "up"
        return "\(name) \(times.formatted(decimals: 2)) (\(lower.formatted(decimals: 2)) \(upper)), \(ratio.worst) to "
            + ratio.best
    }
}
