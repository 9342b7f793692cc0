import FaceEvaluation
import Foundation

extension DocumentComparison {
    /// The comparison in lines of fields, tabs between.
    public var text: String {
        var lines = [["titles"] + titles]
        lines += changes.map { ["changed", $0.name, $0.first ?? "-", $0.second ?? "-"] }
        for row in rows {
            lines.append(["result", row.label, row.side, row.dataset] + row.models)
            lines += row.figures.map { figure in
                [figure.name] + [figure.first, figure.second].map { String(format: "%.5f", $0) }
                    + [String(format: "%+.5f", figure.difference)]
            }
            if let test = row.mcNemar {
                lines.append(
                    [
                        "mcnemar", "onlyFirstWrong=\(test.onlyFirstWrong)", "onlySecondWrong=\(test.onlySecondWrong)",
                        "bothWrong=\(test.bothWrong)", String(format: "difference=%+.5f", test.difference),
                        String(format: "from=%+.5f", test.interval.lower),
                        String(format: "to=%+.5f", test.interval.upper),
                        "p=\(Self.probability(test.pValue))", "holm=\(Self.probability(row.holm ?? test.pValue))",
                    ]
                )
            }
            if let reason = row.unpaired { lines.append(["unpaired", reason]) }
        }
        lines += onlyInFirst.map { ["only-in-first", $0] } + onlyInSecond.map { ["only-in-second", $0] }
        // A name may have anything in it, but a line is a line.
        return lines.map { $0.map(Self.field).joined(separator: "\t") }.joined(separator: "\n")
    }

    /// A chance to three digits that count.
    static func probability(_ value: Double) -> String { String(format: "%.3g", value) }

    private static func field(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
