import FaceEvaluation

@testable import FaceReport

/// Small evaluations whose figures can be worked out by hand.
enum EvaluationFixture {
    /// Two folds of four pairs each, of which those at the places `wrong` lie on the other side of 1.
    static func result(
        model: String = "net",
        dataset: String = "faces",
        family: String = "bare",
        condition: String = "bare",
        label: String = "bare",
        side: String = "both",
        parameter: Double? = nil,
        wrong: Set<Int> = [],
        names: [String] = (0..<16).map { "person\($0 / 2)/\($0).jpg" },
        hash: String = "ab",
        notes: [String] = []
    ) throws -> EvaluationDocument.Result {
        let pairs = (0..<8).map { place in
            LabelledPair(first: names[2 * place], second: names[2 * place + 1], isSame: place % 2 == 0)
        }
        // One feature a photo: the first of a pair at 0, the other where its distance asks.
        var features: [String: [Float]] = [:]
        for (place, pair) in pairs.enumerated() {
            let isNear = pair.isSame != wrong.contains(place)
            features[pair.first] = [0]
            features[pair.second] = [isNear ? 0.5 + Float(place) / 100 : 1.5 + Float(place) / 100]
        }
        let list = PairList(folds: [Array(pairs.prefix(4)), Array(pairs.suffix(4))])
        let report = try LFWProtocol().evaluate(list, features: features, precision: "fp32")
        let distances = try LFWProtocol().distances(of: list, features: features)
        let analysis = try VerificationAnalysis(
            distances: distances.map(\.distance),
            isSame: distances.map(\.pair.isSame)
        )
        return EvaluationDocument.Result(
            model: model,
            dataset: dataset,
            family: family,
            condition: condition,
            label: label,
            side: side,
            parameter: parameter,
            report: report,
            analysis: analysis,
            pairs: EvaluationDocument.PairsRecord(name: "pairs.csv", hash: hash, count: 8),
            notes: notes
        )
    }

    static func run(model: String = "net", precision: String = "fp32", command: [String] = ["facenet"]) -> RunRecord {
        RunRecord(
            command: command,
            version: "0.1.0",
            commit: "0123abcd+",
            machine: RunRecord.Machine(processor: "CPU", cores: 2, memoryGiB: 15.6, system: "Linux, x86_64"),
            models: [
                RunRecord.ModelRecord(
                    name: model,
                    fingerprint: "00ff",
                    dimension: 1,
                    parameters: 1234,
                    multiplyAdds: 5678,
                    precision: precision,
                    detector: "mtcnn",
                    crop: "tight",
                    inputSize: "96x96"
                )
            ],
            data: [RunRecord.DataRecord(name: "faces", files: 16, hash: "cd")],
            settings: [RunRecord.Setting("distance", "squaredL2")]
        )
    }

    static func document(
        _ results: [EvaluationDocument.Result],
        title: String = "Faces",
        precision: String = "fp32"
    ) -> EvaluationDocument {
        EvaluationDocument(title: title, run: run(precision: precision), results: results)
    }
}
