import FaceEngine
import FaceNetworks
import Foundation

/// A detector's training, saved in one safetensors file: weights and running statistics, the optimizer's state, the
/// average of weights, and the rest as JSON in its header.
struct DetectorCheckpoint: Sendable {
    /// What is not an array.
    struct State: Codable, Equatable, Sendable {
        var format = 1
        var step: Int
        var seconds: Double
        var configuration: DetectorConfiguration
        /// A hash of the scenes.
        var scenes: UInt64
        var optimizerStep: Int
        var averageUpdates: Int?
    }

    var state: State
    var parameters: Parameters
    var arrays: [String: [Float]]

    private static let key = "detector-training.json"
    static let average = "average:weights"
    static let optimizer = "optimizer:"

    init(state: State, parameters: Parameters, arrays: [String: [Float]]) {
        (self.state, self.parameters, self.arrays) = (state, parameters, arrays)
    }

    /// Reads a checkpoint.
    init(contentsOf path: String) throws(CheckpointError) {
        let file: Safetensors
        do throws(SafetensorsError) { file = try Safetensors(contentsOf: path) } catch { throw .safetensors(error) }
        guard let json = file.metadata[Self.key] else { throw .notACheckpoint }
        do {
            state = try JSONDecoder().decode(State.self, from: Data(json.utf8))
        } catch {
            throw .malformed(reason: (error as? DecodingError).map { ConfigurationError($0).description } ?? "\(error)")
        }
        guard state.format == 1 else { throw .version(state.format) }
        (parameters, arrays) = (Parameters(), [:])
        for name in file.parameters.names {
            guard let parameter = file.parameters[name] else { continue }
            if name.contains(":") {
                arrays[name] = parameter.withUnsafeFloats { Array($0) }
            } else {
                parameters[name] = parameter
            }
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
            if case .unwritable(let reason) = error { throw .unwritable(reason: reason) }
            throw .safetensors(error)
        }
    }
}
