import FaceEmbedding
import FaceEvaluation
import FaceNetworks

extension CalibrationReport {
    /// Tables with a line of names above each, tabs between.
    var text: String {
        var lines = [
            ["source", record.source], ["people", "\(record.people)"], ["photos", "\(record.photos)"],
            ["heldOut", "\(record.heldOut)"], ["precision", record.precision], ["detector", record.detector],
        ]
        lines += [
            [], ["pairing", "far", "threshold", "from", "to", "accepted", "pairs", "farFrom", "farTo"] + tarNames,
        ]
        lines += pairings.flatMap { pairing in pairing.thresholds.map { row($0, of: pairing) } }
        let unsupported = pairings.flatMap { pairing in
            pairing.unsupported.map { rate in
                [
                    "\(pairing.pairing)", "\(rate.target)", "\(rate.neededPairs)",
                    "\(FalseAcceptSupport.neededPeople(for: rate.target))", "\(pairing.people)",
                ]
            }
        }
        if !unsupported.isEmpty {
            lines += [[], ["pairing", "notSupported", "neededPairs", "neededPeople", "people"]] + unsupported
        }
        if !thresholds.isEmpty {
            lines += [[], ["pairing", "templates", "fpir", "threshold", ""]]
            lines += thresholds.map { row in
                [
                    "\(row.pairing)", "\(row.templates)", "\(row.falsePositiveRate)",
                    row.threshold.formatted(decimals: 4),
                    row.isExtrapolated ? "extrapolated" : "measured",
                ]
            }
        }
        if !checks.isEmpty {
            lines += [
                [],
                ["pairing", "templates", "asked", "measured", "from", "to", "held", "wholeFrom", "wholeTo", "held"],
            ]
            lines += checks.map(row)
        }
        if let bundle { lines += [[], ["bundle", bundle]] }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }

    private var tarNames: [String] { ["tar", "tarFrom", "tarTo"] }

    private func row(_ point: CalibratedThreshold, of pairing: PairingCalibration) -> [String] {
        let interval = point.overPeople ?? point.falseAccepts.interval
        let range = point.thresholds.map { [$0.lowerBound, $0.upperBound].map { $0.formatted(decimals: 4) } }
        let genuine = point.trueAccepts
        let rates = [genuine.rate, genuine.interval.lower, genuine.interval.upper].map { $0.formatted(decimals: 4) }
        return ["\(pairing.pairing)", "\(point.rate)", point.threshold.formatted(decimals: 4)] + (range ?? ["-", "-"])
            + ["\(point.falseAccepts.count)", "\(point.falseAccepts.of)", share(interval.lower), share(interval.upper)]
            + (genuine.of == 0 ? ["-", "-", "-"] : rates)
    }

    private func row(_ check: HeldOutRate) -> [String] {
        [
            "\(check.pairing)", check.gallerySize.map { "\($0)" } ?? "-", "\(check.asked)", share(check.measured),
            share(check.interval.lower), share(check.interval.upper), check.holds ? "yes" : "no",
            share(check.wholeInterval.lower), share(check.wholeInterval.upper), check.procedureHolds ? "yes" : "no",
        ]
    }

    /// Three digits, as `9.87e-04`: rates differ by many powers of ten.
    private func share(_ rate: Double) -> String {
        guard rate > 0 else { return "0" }
        var (digits, exponent) = (rate, 0)
        while digits < 0.9995 { (digits, exponent) = (digits * 10, exponent - 1) }
        return "\(digits.formatted(decimals: 2))e\(exponent)"
    }
}
