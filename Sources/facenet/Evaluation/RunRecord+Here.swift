import ArgumentParser
import BuildCommit
import FaceEngine
import FaceNetworks
import FacePipeline
import FaceReport
import Foundation

extension RunRecord {
    /// What runs here and now.
    ///
    /// - Parameters:
    ///   - models: The models, in the order asked for.
    ///   - data: The data.
    ///   - settings: Every choice that changes the figures, in a fixed order.
    init(models: [ModelRecord], data: [DataRecord], settings: [Setting]) {
        self.init(
            // Wherever the program lies.
            command: ["facenet"] + CommandLine.arguments.dropFirst(),
            version: FaceNet.configuration.version,
            commit: BuildCommit.current(),
            machine: .here,
            models: models,
            data: data,
            settings: settings
        )
    }
}

extension RunRecord.ModelRecord {
    /// The model of a reader, and how it is used.
    ///
    /// - Parameters:
    ///   - reader: What goes from photos to embeddings.
    ///   - detector: What finds the faces, by name.
    ///   - name: What the document calls it; by default what its card does.
    init(_ reader: FaceReader, detector: String, name: String? = nil) {
        let model = reader.embedder.model
        self.init(
            name: name ?? model.card.name,
            fingerprint: model.fingerprint.hexadecimalDigits,
            dimension: model.card.dimension,
            parameters: model.parameters.scalarCount,
            multiplyAdds: model.network.multiplyAdds,
            precision: reader.embedder.options.precision.rawValue,
            detector: detector,
            crop: model.card.crop.description,
            inputSize: model.card.inputSize.description
        )
    }
}

extension Sequence<UInt8> {
    /// The bytes in hexadecimal digits, two a byte.
    var hexadecimalDigits: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
