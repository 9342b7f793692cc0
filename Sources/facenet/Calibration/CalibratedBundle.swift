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

    /// Writes the model: to a single file if the path ends in `.safetensors`, else to a folder.
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
        do throws(ModelError) {
            if path.hasSuffix(".safetensors") {
                try model.write(toFile: path)
            } else {
                try model.write(toFolder: path)
            }
        } catch {
            throw Failure(path, error)
        }
    }
}
