public import FaceEngine
import FaceNetworks
import Foundation

/// What a training is beside its arrays, kept as JSON in the header of a ``SavedTraining``.
public protocol SavedState: Codable, Sendable {
    /// The header's entry.
    static var entry: String { get }
    /// The version of the format that this code writes, and the only one it reads.
    static var formatVersion: Int { get }
}

/// An embedding's training, saved.
public typealias Checkpoint = SavedTraining<CheckpointState>

/// A training, saved: one safetensors file with weights, running statistics, the optimizer's state, the average of
/// weights and the loss's own weights, and the rest as JSON in its header.
///
/// The network's parameters have their names as in a model; everything else has a prefix that ends in a colon.
public struct SavedTraining<State: SavedState>: Sendable {
    /// What is not an array.
    public var state: State
    /// Weights and running statistics of the network, by name.
    public var parameters: Parameters
    /// Arrays beside them, such as `optimizer:sums`, by name.
    public var arrays: [String: [Float]]

    /// Puts a checkpoint together.
    public init(state: State, parameters: Parameters, arrays: [String: [Float]]) {
        self.state = state
        self.parameters = parameters
        self.arrays = arrays
    }

    /// Reads a checkpoint; its arrays are mapped, those beside the network's are read.
    ///
    /// - Throws: ``CheckpointError``.
    public init(contentsOf path: String) throws(CheckpointError) {
        let file: Safetensors
        do throws(SafetensorsError) { file = try Safetensors(contentsOf: path) } catch { throw .safetensors(error) }
        guard let json = file.metadata[State.entry] else { throw .notACheckpoint }
        let (decoder, data) = (JSONDecoder(), Data(json.utf8))
        do {
            let version = try decoder.decode(FormatVersion.self, from: data).format
            guard version == State.formatVersion else { throw CheckpointError.version(version) }
            state = try decoder.decode(State.self, from: data)
        } catch let error as CheckpointError {
            throw error
        } catch {
            throw .malformed(reason: (error as? DecodingError).map { ConfigurationError($0).description } ?? "\(error)")
        }
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
    ///
    /// The bytes go to a temporary file, which is flushed to the disk and renamed; then the folder is flushed.
    ///
    /// - Throws: ``CheckpointError/unwritable(reason:)``; what was at `path` before is still there then.
    public func write(to path: String) throws(CheckpointError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(state) else { throw .unwritable(reason: "a number of its state is none") }
        var all = parameters
        for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
            all[name] = Parameter(Tensor(array, shape: [array.count]))
        }
        do throws(SafetensorsError) {
            try Safetensors.write(all, to: path, metadata: [State.entry: String(decoding: json, as: UTF8.self)])
        } catch {
            if case .unwritable(let reason) = error { throw .unwritable(reason: reason) }
            throw .safetensors(error)
        }
    }
}

/// As much of a state as is read before its version is known.
private struct FormatVersion: Decodable { var format: Int }
