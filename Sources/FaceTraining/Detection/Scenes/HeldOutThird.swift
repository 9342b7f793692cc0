/// The third of labelled photos that is measured on and never learned from.
public enum HeldOutThird {
    /// Whether a photo is one of them: it follows from its file's name alone, by the 64-bit FNV-1a hash.
    public static func contains(_ name: String) -> Bool {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash % 3 == 0
    }
}
