public import ArgumentParser
import FaceEmbedding
public import FaceNetworks

// `LosslessStringConvertible` brings the conformance: `margin160(32)`, `similarity112`, `tight`.
extension ModelCard.Crop: ExpressibleByArgument {}

extension Model {
    /// The fingerprint as 64 hexadecimal digits.
    var fingerprintText: String { ModelFingerprint(bytes: fingerprint)?.description ?? "" }
}
