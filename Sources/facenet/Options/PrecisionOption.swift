import ArgumentParser
import FaceEngine

/// The arithmetic asked for.
enum PrecisionOption: String, ExpressibleByArgument, CaseIterable {
    /// The fastest this processor computes in.
    case auto
    case fp32, bf16, int8

    /// The arithmetic to compute in.
    var resolved: Precision {
        switch self {
        case .auto: .fastest
        case .fp32: .fp32
        case .bf16: .bf16
        case .int8: .int8
        }
    }
}
