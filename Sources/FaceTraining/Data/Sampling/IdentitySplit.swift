import Foundation

/// Which people are kept from the training, so that what is learned can be tried on strangers.
///
/// Decided person by person from a hash of the name and the seed: people who join the set later move nobody from one
/// part to the other, and no photo of a person is in both.
public struct IdentitySplit: Hashable, Sendable, Codable {
    /// The share of people held out, 0 to 1, of those that no list names.
    public var share: Double
    /// Another seed holds out others.
    public var seed: UInt64
    /// The people who are held out whatever their hash.
    public var heldOut: Set<String>
    /// The people who are trained on whatever their hash; `heldOut` goes before it.
    public var trained: Set<String>

    /// Creates a split.
    public init(share: Double, seed: UInt64, heldOut: Set<String> = [], trained: Set<String> = []) {
        precondition((0...1).contains(share), "a share is from 0 to 1, not \(share)")
        self.share = share
        self.seed = seed
        self.heldOut = heldOut
        self.trained = trained
    }

    /// Whether a person is kept from the training.
    public func holdsOut(_ name: String) -> Bool {
        if heldOut.contains(name) { return true }
        if trained.contains(name) { return false }
        // One spelling of what Unicode can write in several ways: file systems differ in it.
        let hash = ContentHash(of: "\(seed) \(name.precomposedStringWithCanonicalMapping)")
        return Double(hash.prefix >> 11) * 0x1p-53 < share
    }

    /// The two parts of a set, each with labels of its own.
    ///
    /// - Complexity: O(*photos*).
    public func parts(of dataset: FaceDataset) -> (training: FaceDataset, heldOut: FaceDataset) {
        (dataset.filtered { !holdsOut($0.name) }, dataset.filtered { holdsOut($0.name) })
    }
}
