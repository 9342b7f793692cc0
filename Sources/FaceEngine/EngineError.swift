/// A reason why a network could not be compiled or run.
public enum EngineError: Error, Equatable, Sendable {
    /// The network itself is at fault.
    case network(NetworkError)
    /// The CPU does not have what the precision needs.
    case unsupportedPrecision(Precision, needs: String)
    /// An int8 program was asked for without ranges measured on real inputs.
    case notCalibrated
    /// oneDNN refused; the status is its own.
    case backend(action: String, status: Int)
    /// No kernel of the library takes this layer.
    case noKernel(layer: String)
    /// The inputs handed in are not those the program was compiled for.
    case inputMismatch(expected: [Shape], actual: [Shape])
}

extension EngineError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .network(let error): error.description
        case .unsupportedPrecision(let precision, let needs):
            "this CPU cannot compute in \(precision.rawValue): it needs \(needs)"
        case .notCalibrated: "int8 needs a calibration: run the network on sample inputs first"
        case .backend(let action, let status): "oneDNN failed at \(action), status \(status)"
        case .noKernel(let layer): "oneDNN has no kernel for layer \(layer)"
        case .inputMismatch(let expected, let actual): "the program takes inputs of \(expected), not \(actual)"
        }
    }
}
