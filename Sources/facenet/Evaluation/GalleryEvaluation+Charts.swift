import FaceEmbedding
import FaceReport
import Foundation

extension GalleryEvaluation {
    /// The charts by the name of their file.
    var charts: [String: LineChart] {
        var charts = [
            "identification-fnir.svg": LineChart(
                "People not found (FNIR, %), by photos enrolled",
                axis: "share of strangers taken for somebody (FPIR)",
                series: identification.map { row in
                    LineChart.Series(
                        row.photos == 1 ? "1 photo" : "\(row.photos) photos",
                        row.curve.map { LineChart.Point($0[0], 100 * $0[1]) }
                    )
                },
                bounds: 0...60
            )
        ]
        if let tail {
            charts["identification-threshold.svg"] = LineChart(
                "Threshold (squared distance) that keeps the FPIR",
                axis: "templates in the gallery",
                series: [0.1, 0.01, 0.001].map { rate in
                    LineChart.Series(
                        "\((100 * rate).formatted(decimals: rate < 0.01 ? 1 : 0)) %",
                        (8...48).map { step in
                            let size = pow(10, Double(step) / 8)
                            let threshold = tail.threshold(falsePositiveRate: rate, gallerySize: Int(size.rounded()))
                            return LineChart.Point(size, Double(threshold))
                        }
                    )
                },
                bounds: 0...1.3
            )
        }
        return charts.mapValues { chart in
            var chart = chart
            chart.isLogarithmicAlong = true
            return chart
        }
    }
}
