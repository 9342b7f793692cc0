import Crypto
import FaceEngine

extension Model {
    /// What tells the embeddings of this model from those of any other: 32 bytes.
    ///
    /// Those that a bundle states, or else ``computedFingerprint()``, which has to read all weights. So nothing that
    /// only makes embeddings should ask for it.
    public var fingerprint: [UInt8] { statedFingerprint ?? computedFingerprint() }

    /// The SHA-256 of all weights and of what the model expects of a face.
    ///
    /// Over the parameters in order of their names: name, type, shape and bytes as they are stored, so that a folder, a
    /// single file and the ONNX file they were imported from have one fingerprint.
    ///
    /// - Complexity: O(*n*) in the bytes of the weights; 94 MB take some 0.1 s.
    public func computedFingerprint() -> [UInt8] {
        var hash = SHA256()
        for role in network.parameters.sorted(by: { $0.name < $1.name }) {
            guard let parameter = parameters[role.name] else { continue }
            hash.update("\(role.name) \(parameter.scalarType.rawValue) \(parameter.shape)\n")
            parameter.withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
        hash.update("\(card.inputSize) \(card.crop) \(card.normalization.order.rawValue)")
        for number in card.normalization.mean + card.normalization.scale { hash.update(" \(number.bitPattern)") }
        return Array(hash.finalize())
    }
}

extension SHA256 {
    fileprivate mutating func update(_ text: String) {
        let bytes = Array(text.utf8)
        bytes.withUnsafeBytes { update(bufferPointer: $0) }
    }
}

extension [UInt8] {
    /// Two digits a byte.
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// Reads the 64 digits of a SHA-256, or `nil` if it is anything else.
    init?(hexadecimal text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self = stride(from: 0, to: 64, by: 2).map { UInt8(16 * digits[$0] + digits[$0 + 1]) }
    }
}
