import FaceEngine

extension ScalarType {
    /// The type that the format calls `code`, such as `F32`; `nil` if it is not one we read.
    init?(safetensors code: String) {
        guard let type = Self.allCases.first(where: { $0.safetensorsCode == code }) else { return nil }
        self = type
    }

    /// What the format calls the type.
    var safetensorsCode: String {
        switch self {
        case .float64: "F64"
        case .float32: "F32"
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .int64: "I64"
        case .int32: "I32"
        case .int8: "I8"
        case .uint8: "U8"
        }
    }
}
