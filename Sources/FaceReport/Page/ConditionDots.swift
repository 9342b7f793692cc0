import FaceEvaluation

/// Figures of conditions that lie on no scale, such as kinds of masks: a row for each, a mark for each model.
struct ConditionDots {
    var results: [EvaluationDocument.Result]

    /// A chart for each figure, if there are more than two rows.
    var charts: [DotChart] {
        // What lies on no scale, and what it is compared with.
        let kinds = results.filter { $0.parameter == nil }
        let setups = kinds.map(\.setup)
        guard setups.unique.count > 2 else { return [] }
        let names = ResultNames(kinds)
        let models = kinds.map(\.model).unique
        return Measure.all(of: results).map { measure in
            DotChart(
                title: "By condition: \(measure.name)",
                axis: "\(measure.unit); line: \(measure.range)",
                names: models.count > 1 ? models.enumerated().map { ($0.element, $0.offset % Palette.count) } : [],
                rows: setups.unique.map { setup in
                    let members = zip(kinds, setups).filter { $0.1 == setup }.map(\.0)
                    return DotChart.Row(
                        name: members.first.flatMap(names.condition) ?? setup.condition,
                        dots: members.compactMap { result in
                            measure.value(result).map { value in
                                DotChart.Dot(
                                    value: value,
                                    range: measure.interval(result),
                                    color: (models.firstIndex(of: result.model) ?? 0) % Palette.count
                                )
                            }
                        }
                    )
                }
            )
        }
    }
}
