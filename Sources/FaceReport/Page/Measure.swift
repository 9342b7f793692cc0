import FaceEvaluation

/// A figure of a result that charts show.
struct Measure {
    /// What it is, for a title.
    var name: String
    /// What it is with its unit, for an axis.
    var unit: String
    /// What its range is, for an axis.
    var range: String
    /// Its value in percent.
    var value: (EvaluationDocument.Result) -> Double?
    /// What it may be as well.
    var interval: (EvaluationDocument.Result) -> ClosedRange<Double>?

    /// The accuracy over folds, where there are any, and the validation rate at the least rate that all results support.
    static func all(of results: [EvaluationDocument.Result]) -> [Measure] {
        let accuracies = results.contains { $0.report != nil } ? [accuracy] : []
        let rates = results.map { Set($0.analysis.operatingPoints.map(\.target)) }
        let common = rates.dropFirst().reduce(rates.first ?? []) { $0.intersection($1) }
        return accuracies + (common.min().map { [validationRate(at: $0)] } ?? [])
    }

    private static var accuracy: Measure {
        Measure(
            name: "accuracy",
            unit: "accuracy over folds, %",
            range: "two standard errors",
            value: { $0.report.map { 100 * $0.accuracy.mean } },
            interval: { result in
                result.report.map {
                    let (mean, error) = (100 * $0.accuracy.mean, 200 * $0.accuracy.standardError)
                    return max(mean - error, 0)...min(mean + error, 100)
                }
            }
        )
    }

    private static func validationRate(at rate: Double) -> Measure {
        Measure(
            name: "VAL at FAR \(rate.rateLabel)",
            unit: "VAL at FAR \(rate.rateLabel), % of pairs of one person",
            range: "95 %",
            value: { $0.point(at: rate).map { 100 * $0.val.rate } },
            interval: { result in
                result.point(at: rate).map {
                    let interval = $0.valOverPeople ?? $0.val.interval
                    return 100 * interval.lower...100 * max(interval.lower, interval.upper)
                }
            }
        )
    }
}
