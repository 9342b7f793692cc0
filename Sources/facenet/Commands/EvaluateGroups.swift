import ArgumentParser
import FaceEvaluation
import FaceLaboratory
import FaceReport

extension FaceNet {
    struct EvaluateGroups: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "groups",
            abstract: "Measure whether a threshold treats groups of people alike.",
            discussion: """
                Attributes are a table (CSV): the first column names people, by their folder below --images, or photos; every \
                other column is an attribute with the group of each as its value. Pairs are what `evaluate pairs` reads. One \
                threshold decides all: --threshold, or that at which all pairs together have the false accept rate --far.

                A pair counts for a group if both people belong to it; with --across, pairs across groups make groups of their \
                own. Prints, tabs between: the threshold and the rates of all pairs; then for each attribute and group the \
                people, and false matches and false non-matches: count, pairs, rate, the ends of the exact 95 % interval and \
                of that over people drawn again; then how many times more often the worst group is decided wrongly than the \
                best, with the interval's ends and both names. Groups picked for their rates differ by chance: mind intervals.

                Exits with 0, or 2 if a photo or a list cannot be read, the pairs are too few for the rate, or the model or \
                the detector cannot be used.
                """
        )

        @OptionGroup var options: PairProtocolOptions

        @Option(
            help: ArgumentHelp("The folder that photos are relative to.", valueName: "folder"),
            completion: .directory
        )
        var images: String

        @Option(
            help: ArgumentHelp("The list of pairs.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv", "txt"])
        )
        var pairs: String

        @Option(
            help: ArgumentHelp("The groups that people or photos belong to.", valueName: "file"),
            completion: .file(extensions: ["csv", "tsv"])
        )
        var attributes: String

        @Option(help: ArgumentHelp("Accept below this squared distance.", valueName: "distance"))
        var threshold: Double?

        @Flag(help: "Count pairs across groups too, as groups of their own.")
        var across = false

        func validate() throws {
            if options.rates.count > 1 { throw ValidationError("One threshold decides all groups: one --far.") }
            if let threshold {
                guard threshold.isFinite, options.rates.isEmpty else {
                    throw ValidationError("Either --threshold, a number, or --far.")
                }
            }
        }

        func run() async throws {
            try await reporting {
                let list = try PairList(readFrom: pairs, allowsUnequalFolds: options.unequalFolds)
                let table = try attributeTable()
                try checkGroups(list, table)
                try list.check(in: images, list: pairs)
                try options.page.check()
                let reader = try await options.reader(samples: list.images.map { "\(images)/\($0)" })
                let faces = try await options.faces(of: list.images, in: images, by: reader)
                let distances: [Double]
                do throws(EvaluationError) {
                    distances = try LFWProtocol().distances(
                        of: list,
                        features: faces.protocolFeatures(.bare, by: reader)
                    ).map(\.distance)
                } catch {
                    throw Failure(pairs, error)
                }
                var measurement = PairMeasurement(
                    title: "Groups of \(TextFile.name(of: attributes))",
                    run: try options.run(
                        reader,
                        dataset: TextFile.name(of: images),
                        hashes: faces.hashes,
                        lists: [pairs, attributes],
                        folds: list.folds.count
                    ),
                    list: list,
                    distances: distances,
                    people: list.peopleByFolder,
                    undetected: faces.undetected,
                    rates: options.rates
                )
                let figures = try measurement.figures(list: pairs)
                let limit = try threshold ?? threshold(of: figures.analysis)
                measurement.run.settings += [
                    RunRecord.Setting("threshold", "\(limit)"), RunRecord.Setting("across", "\(across)"),
                ]
                let reports = try self.reports(list, distances: distances, table: table, threshold: limit)
                let document = measurement.document(
                    figures,
                    listName: TextFile.name(of: pairs),
                    tables: reports.map(\.table)
                )
                try await options.page.write(document) { _ in images }
                if options.json {
                    try Console.printJSON(GroupsOutput(document: document, groups: reports))
                } else {
                    let lines = [["threshold", limit.formatted(decimals: 4)]] + reports.flatMap(\.lines)
                    Console.print(lines.map { $0.joined(separator: "\t") }.joined(separator: "\n"))
                }
            }
        }

        private func attributeTable() throws(Failure) -> AttributeTable {
            let text = try TextFile.contents(of: attributes)
            do throws(EvaluationError) { return try AttributeTable(csv: text) } catch {
                throw Failure(attributes, error)
            }
        }

        /// Finds out whether the table has groups of the list's people at all.
        private func checkGroups(_ list: PairList, _ table: AttributeTable) throws(Failure) {
            for (index, attribute) in table.attributes.enumerated() {
                guard list.images.contains(where: { table.group(of: $0, attribute: index) != nil }) else {
                    throw Failure(attributes, "no `\(attribute)` is known of anybody that \(pairs) names")
                }
            }
        }

        private func threshold(of analysis: VerificationAnalysis) throws(Failure) -> Double {
            let rate = options.rates.first ?? 1e-2
            if let point = analysis.operatingPoints.first(where: { $0.target == rate }) { return point.threshold }
            let pairs = FalseAcceptSupport.neededPairs(for: rate)
            throw Failure(
                self.pairs,
                "a false accept rate of \(rate) needs \(pairs) pairs of different people, and there are "
                    + "\(analysis.differentSpread.count)"
            )
        }

        private func reports(
            _ list: PairList,
            distances: [Double],
            table: AttributeTable,
            threshold: Double
        ) throws(Failure) -> [GroupReport] {
            var reports: [GroupReport] = []
            for (index, attribute) in table.attributes.enumerated() {
                let pairs = zip(list.pairs, distances).map { pair, distance in
                    GroupRates.Pair(
                        distance: distance,
                        isSame: pair.isSame,
                        first: .init(person: pair.people.first, group: table.group(of: pair.first, attribute: index)),
                        second: .init(person: pair.people.second, group: table.group(of: pair.second, attribute: index))
                    )
                }
                do throws(EvaluationError) {
                    let rates = try GroupRates(pairs, threshold: threshold, countsAcross: across)
                    reports.append(GroupReport(attribute: attribute, rates: rates))
                } catch {
                    throw Failure(attributes, "`\(attribute)`: \(error) within a group")
                }
            }
            return reports
        }
    }
}

/// The document, and the groups by attribute, in one object.
private struct GroupsOutput: Encodable {
    private enum Key: String, CodingKey { case groups }

    var document: EvaluationDocument
    var groups: [GroupReport]

    func encode(to encoder: any Encoder) throws {
        try document.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        let rates = Dictionary(uniqueKeysWithValues: groups.map { ($0.attribute, $0.rates) })
        try container.encode(rates, forKey: .groups)
    }
}
