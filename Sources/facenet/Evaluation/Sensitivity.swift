import ArgumentParser
import FaceEmbedding
import FaceEngine
import FaceEvaluation
import FaceLaboratory
import FaceNetworks
import FacePipeline
import FaceReport

/// A table or a figure of the paper that can be made again.
enum Sensitivity: String, CaseIterable, ExpressibleByArgument {
    /// Table 4, left.
    case jpeg
    /// Table 4, right.
    case pixels
    /// Table 5.
    case dimension
    /// Section 5.2: an embedding in bytes; and the arithmetic of the engine.
    case quantization
    /// Table 6.
    case trainingImages = "training-images"
    /// Figure 4.
    case network

    /// What is done to photos.
    var conditions: [Condition] {
        switch self {
        case .jpeg: ConditionList.jpeg.conditions
        case .pixels: ConditionList.pixels.conditions
        case .dimension, .quantization, .trainingImages, .network: []
        }
    }

    /// The dimensions of table 5, of which those below a model's own are tried.
    static let dimensions = [64, 128, 256, 512]
    /// What a result of the first numbers of an embedding is not.
    static let truncationNote = """
        the first numbers of one model's embedding, scaled to unit length: not the paper's experiment, which trained a \
        network for each dimension
        """
}

extension Study {
    /// Measures a model by one table, from its faces.
    mutating func measure(
        _ sensitivity: Sensitivity,
        _ faces: LaboratoryFaces,
        of subject: Subject
    ) async throws {
        let bare = faces.features[.bare] ?? [:]
        let record = subject.record
        switch sensitivity {
        case .jpeg, .pixels:
            for condition in sensitivity.conditions { try measure(faces, of: subject, under: condition) }
        case .dimension:
            for dimension in Sensitivity.dimensions where dimension < record.dimension {
                try add(
                    bare.mapValues { Self.first(dimension, of: $0) },
                    faces,
                    subject,
                    ("first numbers kept", "first-\(dimension)", "first \(dimension) of \(record.dimension) numbers"),
                    parameter: Double(dimension),
                    notes: [Sensitivity.truncationNote]
                )
            }
            let place = ("dimension", "dimension-\(record.dimension)", "\(record.dimension) numbers, trained so")
            try add(bare, faces, subject, place, parameter: Double(record.dimension))
        case .quantization:
            try await quantize(faces, subject)
        case .network:
            let label = "\(record.multiplyAdds) multiply-adds"
            try add(bare, faces, subject, ("network", "multiply-adds", label), parameter: Double(record.multiplyAdds))
        case .trainingImages:
            break
        }
    }

    /// Measures a model by the number of photos it was trained on.
    mutating func measure(trainingImages count: Int, _ faces: LaboratoryFaces, of subject: Subject) throws(Failure) {
        try add(
            faces.features[.bare] ?? [:],
            faces,
            subject,
            ("training images", "images-\(count)", "trained on \(count) photos"),
            parameter: Double(count)
        )
    }

    private mutating func quantize(_ faces: LaboratoryFaces, _ subject: Subject) async throws {
        for precision in [PrecisionOption.fp32, .bf16, .int8] {
            let other: Subject
            let found: LaboratoryFaces
            do {
                other = try await self.subject(subject.path, precision: precision)
                found = try await self.faces(of: other, under: [.bare])
            } catch let failure as Failure where precision == .bf16 && Precision.fastest != .bf16 {
                Console.note("\(failure); left out")
                continue
            }
            let label = "computed in \(precision.rawValue)"
            try add(
                found.features[.bare] ?? [:],
                found,
                other,
                ("quantization", "engine-\(precision.rawValue)", label)
            )
        }
        let precision = subject.reader.embedder.options.precision.rawValue
        let codes = (faces.features[.bare] ?? [:]).mapValues { values in
            Embedding(unit: values).flatMap { EmbeddingCode($0).embedding }?.coordinates ?? values
        }
        try add(codes, faces, subject, ("quantization", "one-byte", "computed in \(precision), one byte a number"))
    }

    private mutating func add(
        _ features: [String: [Float]],
        _ faces: LaboratoryFaces,
        _ subject: Subject,
        _ place: (family: String, condition: String, label: String),
        parameter: Double? = nil,
        notes: [String] = []
    ) throws(Failure) {
        try measure(
            first: features,
            second: features,
            as: EvaluationDocument.Result.Place(
                model: subject.record.name,
                family: place.family,
                condition: place.condition,
                label: place.label,
                parameter: parameter
            ),
            undetected: faces.undetected,
            precision: subject.reader.embedder.options.precision,
            notes: notes
        )
    }

    /// The first numbers of an embedding, scaled to unit length; zeros if they have none.
    private static func first(_ count: Int, of values: [Float]) -> [Float] {
        let kept = Array(values.prefix(count))
        return Embedding(normalizing: kept)?.coordinates ?? kept
    }
}
