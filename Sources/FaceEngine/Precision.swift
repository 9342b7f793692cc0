/// The arithmetic a program computes in.
public enum Precision: String, Hashable, Sendable, CaseIterable {
    /// 32-bit floats throughout.
    case fp32
    /// 16-bit brain floats, summed in 32 bits.
    case bf16
    /// 8-bit integers, calibrated, summed in 32 bits.
    case int8
}
