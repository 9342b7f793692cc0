/// A small generator whose numbers follow from its seed: splitmix64.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}

extension [UInt8] {
    /// Returns these bytes with one to eight changes of the kinds that break readers.
    func mutated(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes = self
        for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<9, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = [0, 1, 0x7f, 0x80, 0xff][Int.random(in: 0..<5, using: &generator)]
            case 2: bytes[place] = .random(in: .min ... .max, using: &generator)
            case 3:
                // Cut off, but rarely: what follows a cut is never read.
                if Int.random(in: 0..<8, using: &generator) == 0 { bytes.removeSubrange(place...) }
            case 4:
                bytes.removeSubrange(place..<Swift.min(bytes.count, place + Int.random(in: 1...64, using: &generator)))
            case 5:
                let piece = bytes[place..<Swift.min(bytes.count, place + Int.random(in: 1...256, using: &generator))]
                bytes.insert(contentsOf: Array(piece), at: Int.random(in: bytes.indices, using: &generator))
            case 6:
                // A number that is too great, in the bytes of a fixed or a variable length.
                let number: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
                for (offset, byte) in number.prefix(Int.random(in: 1...9, using: &generator)).enumerated()
                where place + offset < bytes.count { bytes[place + offset] = byte }
            case 7:
                // Another digit, where there is text.
                let digits = bytes.indices.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0]) }
                guard let digit = digits.randomElement(using: &generator) else { continue }
                let text = ["-1", "99999999999", "1e999", "0", "7"].randomElement(using: &generator) ?? "0"
                bytes.replaceSubrange(digit...digit, with: Array(text.utf8))
            default:
                let other = Int.random(in: bytes.indices, using: &generator)
                bytes.swapAt(place, other)
            }
        }
        return bytes
    }
}
