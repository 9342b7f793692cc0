import COneDNN

/// What computes: two engines of one identity compute the same bits of the same program.
public enum EngineIdentity {
    /// The library with its version, and the instruction sets it uses on this processor, such as `oneDNN 2.6.3 0x3ff`.
    public static var text: String {
        "oneDNN \(OneDNN.version) 0x\(String(dnnl_get_effective_cpu_isa().rawValue, radix: 16))"
    }
}
