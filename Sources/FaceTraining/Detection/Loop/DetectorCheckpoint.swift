/// A detector's training, saved.
typealias DetectorCheckpoint = SavedTraining<DetectorState>

/// What a detector's training is beside its arrays.
struct DetectorState: SavedState, Equatable {
    static let entry = "detector-training.json"
    static let formatVersion = 1

    var format = Self.formatVersion
    var step: Int
    var seconds: Double
    var configuration: DetectorConfiguration
    /// A hash of the scenes.
    var scenes: UInt64
    var optimizerStep: Int
    var averageUpdates: Int?
}
