import FaceEngine
import FaceNetworks
import Foundation

/// An adapter's training, saved: one safetensors file with weights, statistics, the optimizer's state and the average of
/// weights, and the rest as JSON in its header.
struct AdapterCheckpoint {
    /// The version of the format that this code writes, and the last it reads.
    static let formatVersion = 1

    /// What is not an array.
    struct State: Codable {
        var format = AdapterCheckpoint.formatVersion
        var configuration: AdapterConfiguration
        /// A hash of the photos and whose they are.
        var dataset: String
        var records: [AdapterRecord]
        var best: Int
        var step: Int
        var averageUpdates: Int?
    }

    var state: State
    /// Weights and running statistics, by name.
    var parameters: Parameters
    /// Arrays beside them, by name.
    var arrays: [String: [Float]]

    private static let key = "adapter-training.json"

    init(state: State, parameters: Parameters, arrays: [String: [Float]]) {
        (self.state, self.parameters, self.arrays) = (state, parameters, arrays)
    }

    /// Reads a checkpoint.
    init(contentsOf path: String) throws(CheckpointError) {
        let file: Safetensors
        do throws(SafetensorsError) { file = try Safetensors(contentsOf: path) } catch { throw .safetensors(error) }
        guard let json = file.metadata[Self.key] else { throw .notACheckpoint }
        struct Version: Decodable { var format: Int }
        let (decoder, data) = (JSONDecoder(), Data(json.utf8))
        do {
            let version = try decoder.decode(Version.self, from: data).format
            guard version == Self.formatVersion else { throw CheckpointError.version(version) }
            state = try decoder.decode(State.self, from: data)
        } catch let error as CheckpointError {
            throw error
        } catch {
            throw .malformed(reason: (error as? DecodingError).map { ConfigurationError($0).description } ?? "\(error)")
        }
        (parameters, arrays) = (Parameters(), [:])
        guard state.records.indices.contains(state.best), state.step >= 0 else {
            throw .malformed(reason: "its epochs are not what they should be")
        }
        for name in file.parameters.names {
            guard let parameter = file.parameters[name] else { continue }
            // What was mapped is replaced by the next checkpoint.
            let tensor = parameter.tensor
            if name.contains(":") { arrays[name] = tensor.scalars } else { parameters[name] = Parameter(tensor) }
        }
    }

    /// Writes the checkpoint: whole, or not at all.
    func write(to path: String) throws(CheckpointError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(state) else { throw .unwritable(reason: "a number of its state is none") }
        var all = parameters
        for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
            all[name] = Parameter(Tensor(array, shape: [array.count]))
        }
        do throws(SafetensorsError) {
            try Safetensors.write(all, to: path, metadata: [Self.key: String(decoding: json, as: UTF8.self)])
        } catch {
            throw .safetensors(error)
        }
    }
}
