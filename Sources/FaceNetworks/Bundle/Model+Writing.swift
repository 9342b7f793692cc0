import FaceEngine
import Foundation

extension Model {
    /// Writes the model as a folder with `model.json` and `weights.safetensors`: whole, or not at all.
    ///
    /// - Throws: ``ModelError/unwritable(reason:)`` if there is something at `path` already, or the system refuses.
    public func write(toFolder path: String) throws(ModelError) {
        let folder = URL(fileURLWithPath: path)
        let temporary = folder.deletingLastPathComponent()
            .appendingPathComponent(".\(folder.lastPathComponent).\(UInt64.random(in: .min ... .max)).tmp")
        guard !FileManager.default.fileExists(atPath: path) else { throw .unwritable(reason: "it exists already") }
        defer { try? FileManager.default.removeItem(at: temporary) }
        let json = try modelFile().json()
        do {
            try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: false)
            try json.write(to: temporary.appendingPathComponent("model.json"))
            try Safetensors.write(weights, to: temporary.appendingPathComponent("weights.safetensors").path)
            try FileManager.default.moveItem(at: temporary, to: folder)
        } catch let error as SafetensorsError {
            throw .safetensors(error)
        } catch {
            throw .unwritable(reason: (error as NSError).localizedDescription)
        }
    }

    /// Writes the model as a single file, which replaces the one at `path` once it is whole.
    ///
    /// - Throws: ``ModelError`` with the system's reason.
    public func write(toFile path: String) throws(ModelError) {
        let json = String(decoding: try modelFile().json(), as: UTF8.self)
        do { try Safetensors.write(weights, to: path, metadata: ["model.json": json]) } catch {
            throw .safetensors(error)
        }
    }

    private func modelFile() throws(ModelError) -> ModelFile {
        ModelFile(
            card,
            architecture: architecture,
            network: architecture == nil ? NetworkRecord(network) : nil,
            fingerprint: computedFingerprint().hexadecimal
        )
    }

    /// What the network wants and no more, in checkpoint order.
    var weights: Parameters {
        var weights = Parameters()
        for role in network.parameters { weights[role.name] = parameters[role.name] }
        return weights
    }
}

extension Model {
    /// Writes the network and its weights as an ONNX model, which says nothing of faces: the card is left behind.
    ///
    /// - Throws: ``ModelError/onnx(_:)`` with the system's reason.
    public func export(toONNX path: String) throws(ModelError) {
        do { try ONNXExporter(network, parameters: parameters).write(to: path) } catch { throw .onnx(error) }
    }
}
