public import FaceEngine
import Foundation

/// A network that makes embeddings, its weights, and what it expects of a face.
///
///     let model = try Model(contentsOf: "facenet-vggface2.onnx")
///     let program = try InferenceProgram(model.network, parameters: model.parameters)
///
/// Three kinds of files hold one:
///
/// - a **folder** with `model.json` and `weights.safetensors`;
/// - a **single file**, a safetensors file whose header has the same `model.json` among its metadata;
/// - an **ONNX file** alone, which says nothing about faces: it is taken for a classic FaceNet model, with a margin of
///   32 about the box, `(byte - 127.5) / 128` and red first.
///
/// In each the weights are mapped, not read.
public struct Model: Sendable {
    /// What has to be known beside the weights.
    public var card: ModelCard {
        // What was stated of the file does not hold of a changed card.
        didSet { if card != oldValue { statedFingerprint = nil } }
    }
    /// The network: takes `[N, 3, rows, columns]`, gives `[N, dimension]`.
    public let network: Network
    /// The weights.
    public let parameters: Parameters
    /// The name of the architecture the network was built from, if it was one of ours.
    public let architecture: String?
    /// The fingerprint that the file states, unchecked.
    private(set) var statedFingerprint: [UInt8]?

    /// Puts a model together.
    ///
    /// - Throws: ``ModelError`` if the network does not take and give what the card says, or lacks weights.
    public init(
        card: ModelCard,
        network: Network,
        parameters: Parameters,
        architecture: String? = nil
    ) throws(ModelError) {
        try self.init(card, network, parameters, architecture: architecture, statedFingerprint: nil)
    }

    init(
        _ card: ModelCard,
        _ network: Network,
        _ parameters: Parameters,
        architecture: String?,
        statedFingerprint: [UInt8]?
    ) throws(ModelError) {
        let input: Shape = [3, card.inputSize.rows, card.inputSize.columns]
        guard network.inputs.map({ network[$0].shape }) == [input] else {
            throw .notAnEmbedding(reason: "its one input is not \(input)")
        }
        guard network.outputs.count == 1, network[network.outputs[0]].shape.count == card.dimension else {
            throw .notAnEmbedding(reason: "its one output is not \(card.dimension) numbers")
        }
        do { try network.validate(parameters) } catch { throw .network(error) }
        self.card = card
        self.network = network
        self.parameters = parameters
        self.architecture = architecture
        self.statedFingerprint = statedFingerprint
    }

    /// The architecture built with weights, as training and `facenet model` do.
    ///
    /// - Throws: ``ModelError`` if the weights are not those of the architecture.
    public init(_ architecture: Architecture, card: ModelCard, parameters: Parameters) throws(ModelError) {
        let network: Network
        do {
            network = try architecture.network(embeddingDimension: card.dimension, inputSize: card.inputSize)
        } catch { throw .network(error) }
        try self.init(card: card, network: network, parameters: parameters, architecture: architecture.name)
    }
}
