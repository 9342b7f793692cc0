import FaceEngine
import FaceNetworks
import Foundation

/// A model, written with what a calibration found.
enum CalibratedBundle {
    /// Refuses a path at which something is.
    ///
    /// - Throws: ``Failure``; before anything is measured, which takes minutes.
    static func requireNew(_ path: String) throws(Failure) {
        guard !FileManager.default.fileExists(atPath: path) else { throw Failure(path, "it exists already") }
    }

    /// Writes the model as a folder or a single file, with what was found.
    ///
    /// - Throws: ``Failure`` with the system's reason; then there is nothing at the path.
    static func write(
        _ model: Model,
        _ outcome: CalibrationOutcome,
        record: ThresholdRecord,
        to path: String
    ) throws(Failure) {
        var model = model
        outcome.apply(to: &model.card, record: record)
        try model.writeBundle(to: path)
    }
}
