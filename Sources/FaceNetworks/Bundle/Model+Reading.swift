import FaceEngine
import Foundation

extension Model {
    /// Reads the model at `path`: a folder, a single file, or an ONNX file.
    ///
    /// - Throws: ``ModelError`` if it is none of these, or not sound.
    /// - Complexity: O(*g*) in the size of the graph; the weights are mapped, not read.
    public init(contentsOf path: String) throws(ModelError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .unreadable(.unreadable(reason: "no such file or folder"))
        }
        if isFolder.boolValue {
            try self.init(folder: URL(fileURLWithPath: path))
        } else if try Self.isSafetensors(path) {
            try self.init(file: path)
        } else {
            try self.init(onnx: path)
        }
    }

    /// The model that comes with the package, and with every program that links it; nothing is read from a disk.
    ///
    /// `Models/face-inception/README.md` is its card: what it was trained on, what it is good for, and where it fails.
    ///
    /// - Throws: ``ModelError`` if the program was damaged.
    public static func shipped() throws(ModelError) -> Model {
        let weights: Safetensors
        do { weights = try Safetensors(ShippedFile.embedderWeights.file) } catch { throw .safetensors(error) }
        return try Model(ModelFile(json: ShippedFile.embedderCard.data), weights.parameters)
    }

    /// What ``shipped()`` is called where a path could stand; a file of that name is `./default`.
    public static let shippedName = "default"

    /// The model of a name: ``shippedName``, or a path.
    ///
    /// - Throws: ``ModelError`` as ``shipped()`` and ``init(contentsOf:)`` do.
    public static func named(_ name: String) throws(ModelError) -> Model {
        name == shippedName ? try shipped() : try Model(contentsOf: name)
    }

    private init(folder: URL) throws(ModelError) {
        let card = folder.appendingPathComponent("model.json")
        let onnx = folder.appendingPathComponent("model.onnx").path
        guard let json = try? Data(contentsOf: card) else {
            throw .unreadable(.unreadable(reason: "the folder has no readable model.json"))
        }
        let file = try ModelFile(json: json)
        if FileManager.default.fileExists(atPath: onnx) {
            try self.init(onnx: onnx, card: file.card)
        } else {
            let weights = try Self.safetensors(folder.appendingPathComponent("weights.safetensors").path)
            try self.init(file, weights.parameters)
        }
    }

    private init(file path: String) throws(ModelError) {
        let weights = try Self.safetensors(path)
        guard let json = weights.metadata["model.json"] else { throw .noCard }
        try self.init(ModelFile(json: Data(json.utf8)), weights.parameters)
    }

    private init(_ file: ModelFile, _ parameters: Parameters) throws(ModelError) {
        let network: Network
        if let record = file.network {
            do { network = try Network(record) } catch { throw .network(error) }
        } else {
            let name = file.architecture ?? ""
            guard let architecture = Architecture.named(name) else { throw .unknownArchitecture(name) }
            do {
                network = try architecture.network(
                    embeddingDimension: file.dimension,
                    inputSize: file.card.inputSize
                )
            } catch { throw .network(error) }
        }
        try self.init(
            file.card,
            network,
            parameters,
            architecture: file.network == nil ? file.architecture : nil,
            statedFingerprint: file.fingerprint.flatMap([UInt8].init(hexadecimal:))
        )
    }

    /// Reads an ONNX file, taking for granted what it does not say unless a card says it.
    private init(onnx path: String, card: ModelCard? = nil) throws(ModelError) {
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let network: Network
        let parameters: Parameters
        do throws(ONNXError) {
            let model = try ONNXModel(path: path)
            guard model.inputNames.count == 1, model.outputNames.count == 1 else {
                throw .malformed(reason: "a model of faces has one input and one output")
            }
            let input = model.inputNames[0]
            let known = (model.dimensions(ofInput: input) ?? []).compactMap { $0 }
            let size = card?.inputSize ?? ImageSize(160)
            let given: [String: Shape] = known.count == 3 ? [:] : [input: [3, size.rows, size.columns]]
            (network, parameters) = try model.network(inputShapes: given)
        } catch { throw .onnx(error) }
        let (input, output) = (network[network.inputs[0]].shape, network[network.outputs[0]].shape)
        guard input.rank == 3, input[0] == 3 else { throw .notAnEmbedding(reason: "its input is \(input)") }
        let assumed = ModelCard(
            name: name,
            inputSize: ImageSize(rows: input[1], columns: input[2]),
            dimension: output.count,
            provenance: "unknown: read from an ONNX file",
            license: "unknown"
        )
        try self.init(card: card ?? assumed, network: network, parameters: parameters)
    }

    private static func safetensors(_ path: String) throws(ModelError) -> Safetensors {
        do { return try Safetensors(contentsOf: path) } catch { throw .safetensors(error) }
    }

    /// Whether the file begins as a safetensors file does: the length of a header, then a brace.
    private static func isSafetensors(_ path: String) throws(ModelError) -> Bool {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .unreadable(error) }
        return !path.hasSuffix(".onnx") && file.withUnsafeBytes { $0.count > 8 && $0[8] == UInt8(ascii: "{") }
    }
}
