import FaceEvaluation
import FaceReport

/// Pairs and how far apart they were found to be, and all that is said about them: in text, as JSON and on a page.
struct PairMeasurement {
    /// What is at the top of the page.
    var title: String
    /// What was run; the first of its data are the photos, or what stands for them.
    var run: RunRecord
    /// The pairs.
    var list: PairList
    /// The distance of each pair, in the order of the list.
    var distances: [Double]
    /// What the distances are.
    var distance = FaceDistance.squaredL2
    /// Who each pair shows, if that is known.
    var people: [(first: String, second: String)]?
    /// The photos without a detected face.
    var undetected: [String] = []
    /// The rates to report; none for the usual ones.
    var rates: [Double] = []
    /// What the reader must not miss.
    var notes: [String] = []

    /// Everything over all pairs together, and over folds if there are several.
    struct Figures {
        var analysis: VerificationAnalysis
        var report: VerificationReport?
    }

    /// Measures.
    ///
    /// - Parameter path: The list, which an error is about.
    /// - Returns: What is said of them.
    /// - Throws: ``Failure``.
    func figures(list path: String) throws(Failure) -> Figures {
        do throws(EvaluationError) {
            let analysis = try VerificationAnalysis(
                distances: distances,
                isSame: list.pairs.map(\.isSame),
                people: people,
                distance: distance,
                rates: rates.isEmpty ? VerificationAnalysis.rates : rates
            )
            guard list.folds.count >= 2 else { return Figures(analysis: analysis) }
            let report = try LFWProtocol(distance: distance).evaluate(
                list,
                distances: distances,
                undetected: UndetectedFaces(undetected),
                precision: run.models.first?.precision
            )
            return Figures(analysis: analysis, report: report)
        } catch {
            if case .distanceNotFinite(let index) = error, list.lines.indices.contains(index) {
                throw Failure(path, "line \(list.lines[index]): the distance is not a finite number")
            }
            throw Failure(path, error)
        }
    }

    /// What `--json` prints and `--report` shows.
    ///
    /// - Parameters:
    ///   - figures: What was measured.
    ///   - name: What the list is called.
    ///   - tables: What else was measured.
    /// - Returns: One result, and the tables.
    func document(
        _ figures: Figures,
        listName name: String,
        tables: [EvaluationDocument.Table]? = nil
    ) -> EvaluationDocument {
        let result = EvaluationDocument.Result(
            model: run.models.first?.name ?? "",
            dataset: run.data.first?.name ?? "",
            report: figures.report,
            analysis: figures.analysis,
            pairs: EvaluationDocument.PairsRecord(name: name, list),
            undetected: undetected.count,
            notes: notes
        )
        return EvaluationDocument(title: title, run: run, results: [result], tables: tables)
    }

    /// A name and its values a line, tabs between.
    func text(_ figures: Figures) -> String {
        let (analysis, report) = (figures.analysis, figures.report)
        let (same, different) = (analysis.sameSpread, analysis.differentSpread)
        var lines = [["pairs", "\(list.pairs.count)", "\(same.count)", "\(different.count)"]]
        if let report {
            let accuracy = report.accuracy
            lines.append(["accuracy"] + [accuracy.mean, accuracy.std, accuracy.standardError].fiveDecimals)
            lines.append(["val"] + [report.val.mean, report.val.std, report.val.far].fiveDecimals)
            lines.append(["thresholds"] + report.thresholds.map { $0.formatted(decimals: 2) })
        }
        lines += [
            ["auc"] + [analysis.auc].fiveDecimals,
            ["eer"] + [analysis.eer, analysis.eerThreshold].fiveDecimals,
            ["dprime", analysis.dPrime?.formatted(decimals: 4) ?? "-"],
            ["same"] + [same.mean, same.standardDeviation].fiveDecimals,
            ["different"] + [different.mean, different.standardDeviation].fiveDecimals,
        ]
        lines += analysis.operatingPoints.map { point in
            let rates = [point.far, point.val].flatMap { share in
                [share.rate.formatted(decimals: 6), share.interval.lower.formatted(decimals: 6)]
                    + [share.interval.upper.formatted(decimals: 6)]
            }
            return ["far", "\(point.target)", point.threshold.formatted(decimals: 4)] + rates
        }
        lines += analysis.unsupported.map { ["unsupported", "\($0.target)", "\($0.neededPairs)"] }
        lines.append(["undetected", "\(undetected.count)"])
        lines += notes.map { ["note", $0] }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }
}
