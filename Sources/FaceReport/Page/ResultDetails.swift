import FaceEvaluation

/// One result in full: distances, folds, rates, wrong pairs and what is to be said about it.
struct ResultDetails {
    /// The most wrong pairs shown of a result, the farthest from their threshold first.
    static let pairsShown = 24

    var result: EvaluationDocument.Result
    var name: String
    var isOpen: Bool
    var thumbnails: [EvaluationReport.Photo: [UInt8]]

    func html() -> String {
        let content = [
            result.notes.map { HTML.note($0) }.joined(separator: "\n"),
            HTML.charts([DistanceChart(result: result).svg()]),
            rates,
            folds,
            wrongPairs,
        ].filter { !$0.isEmpty }
        return """
            <details\(isOpen ? " open" : "")>
            <summary>\(HTML.text(name))</summary>
            \(content.joined(separator: "\n"))
            </details>
            """
    }

    private var rates: String {
        let analysis = result.analysis
        let rows = analysis.operatingPoints.map { point in
            [
                point.target.rateLabel, point.threshold.short,
                "\(point.far.count.grouped) of \(point.far.of.grouped)",
                (point.farOverPeople ?? point.far.interval).percent,
                "\(point.val.rate.percent) <small>\(point.val.count.grouped) of \(point.val.of.grouped)</small>",
                (point.valOverPeople ?? point.val.interval).percent,
            ]
        }
        let columns = [
            "FAR asked", "Threshold", "False accepts", "FAR, % (95 %)", "VAL, %", "VAL, % (95 %)",
        ]
        let missing = analysis.unsupported.map { "\($0.target.rateLabel) (\($0.neededPairs.grouped))" }
        let note =
            missing.isEmpty
            ? ""
            : HTML.note(
                "Too few pairs of different people for a FAR of \(missing.joined(separator: ", ")); in brackets how many "
                    + "it takes."
            )
        guard !rows.isEmpty else { return note }
        return "<h3>At one threshold</h3>\n" + HTML.table("Rates at one threshold", columns: columns, rows: rows) + note
    }

    private var folds: String {
        guard let report = result.report else { return "" }
        var rows = report.accuracy.folds.indices.map { fold in
            [
                "\(fold + 1)", report.accuracy.folds[fold].percent,
                report.thresholds.indices.contains(fold) ? report.thresholds[fold].short : "–",
                report.val.thresholds.indices.contains(fold) ? report.val.thresholds[fold].short : "–",
                "\(report.wrongPairs.count { $0.fold == fold + 1 && $0.pair.isSame })",
                "\(report.wrongPairs.count { $0.fold == fold + 1 && !$0.pair.isSame })",
            ]
        }
        let same = report.wrongPairs.count { $0.pair.isSame }
        rows.append(
            [
                "all", "\(report.accuracy.mean.percent) <small>± \(report.accuracy.std.percent)</small>", "–", "–",
                "\(same)", "\(report.wrongPairs.count - same)",
            ]
        )
        return "<h3>Folds</h3>\n"
            + HTML.table(
                "Folds",
                columns: [
                    "Fold", "Accuracy, %", "Threshold", "Threshold for FAR \(report.val.target.rateLabel)",
                    "One person, refused", "Different people, accepted",
                ],
                rows: rows
            )
            + HTML.note("Each fold is decided by the threshold of the others; ± is the standard deviation over folds.")
    }

    // MARK: Wrong pairs

    /// The wrong pairs that are shown as photos.
    static func shownPairs(of result: EvaluationDocument.Result) -> [WrongPair] {
        let pairs = result.report?.wrongPairs ?? []
        return Array(
            pairs.sorted { a, b in
                let (left, right) = (abs(a.distance - a.threshold), abs(b.distance - b.threshold))
                return left == right ? a.index < b.index : left > right
            }
            .prefix(pairsShown)
        )
    }

    private var wrongPairs: String {
        let shown = Self.shownPairs(of: result)
        guard !thumbnails.isEmpty, !shown.isEmpty else { return "" }
        let all = result.report?.wrongPairs.count ?? 0
        let figures = shown.map { wrong in
            let pictures = [wrong.pair.first, wrong.pair.second].map { picture($0) }.joined()
            let kind = wrong.pair.isSame ? "one person, refused" : "different people, accepted"
            return """
                <figure><div>\(pictures)</div><figcaption>\(kind): \(wrong.distance.short), threshold \
                \(wrong.threshold.short)<br>\(HTML.text(wrong.pair.first))<br>\(HTML.text(wrong.pair.second))\
                </figcaption></figure>
                """
        }
        let count = all > shown.count ? "\(shown.count) of \(all), the farthest from their threshold" : "\(all)"
        let covered =
            result.condition == "bare" ? "" : " The photos are shown as they are on disk, not \(result.label)."
        return """
            <h3>Wrong pairs (\(count))</h3>
            \(HTML.note("These are photos of people: keep this page as you would keep the photos.\(covered)"))
            <div class="pairs">
            \(figures.joined(separator: "\n"))
            </div>
            """
    }

    private func picture(_ name: String) -> String {
        let photo = EvaluationReport.Photo(dataset: result.dataset, name: name)
        guard let jpeg = thumbnails[photo] else { return "<i></i>" }
        return "<img alt=\"\(SVG.escaped(name))\" src=\"data:image/jpeg;base64,\(Base64.encoded(jpeg))\">"
    }
}
