import FaceEngine
import FaceImaging
import FaceNetworks

/// A reader under test.
enum Target: String, CaseIterable {
    case safetensors, onnx, bundle, photo

    /// What came of an input; there is no third.
    enum Outcome { case taken, refused }

    /// Reads the file at `path` as far as a program would before it computes.
    func read(_ path: String) -> Outcome {
        do {
            switch self {
            case .safetensors:
                let parameters = try Safetensors(contentsOf: path).parameters
                for name in parameters.names { parameters[name]?.withUnsafeBytes { touch($0) } }
            case .onnx:
                let model = try ONNXModel(path: path)
                let shapes = model.inputNames.map { ($0, Shape([3, 16, 16])) }
                let (network, parameters) = try model.network(inputShapes: Dictionary(shapes) { first, _ in first })
                for name in parameters.names { parameters[name]?.withUnsafeBytes { touch($0) } }
                _ = network.multiplyAdds
            case .bundle:
                let model = try Model(contentsOf: path)
                _ = model.computedFingerprint()
            case .photo:
                _ = try Photo(contentsOf: path, limits: ImageLimits(pixels: 1 << 20))
            }
            return .taken
        } catch {
            // What a person reads is part of the reader, and may trap too.
            _ = "\(error)"
            return .refused
        }
    }

    /// Reads the first and the last byte, so that a range outside the file is noticed.
    private func touch(_ bytes: UnsafeRawBufferPointer) {
        if let first = bytes.first, let last = bytes.last { Self.sink = first ^ last }
    }

    // Written so that the reads are not optimized away; this program has one thread.
    private nonisolated(unsafe) static var sink: UInt8 = 0
}
