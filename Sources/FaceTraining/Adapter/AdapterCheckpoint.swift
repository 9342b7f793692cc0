/// An adapter's training, saved.
typealias AdapterCheckpoint = SavedTraining<AdapterState>

/// What an adapter's training is beside its arrays.
struct AdapterState: SavedState {
    static let entry = "adapter-training.json"
    static let formatVersion = 1

    var format = Self.formatVersion
    var configuration: AdapterConfiguration
    /// A hash of the photos and whose they are.
    var dataset: String
    var records: [AdapterRecord]
    var best: Int
    var step: Int
    var averageUpdates: Int?

    /// Throws if it cannot be the state of a training.
    func check() throws(CheckpointError) {
        guard records.indices.contains(best), step >= 0 else {
            throw .malformed(reason: "its epochs are not what they should be")
        }
    }
}
