import FaceTraining

/// A training that the command runs, whatever it trains: one for each ``FaceTraining/TrainingTask``.
///
/// `facenet train` looks at the key `task` of a configuration and hands the rest over.
protocol TaskTraining {
    /// Reads the configuration.
    ///
    /// - Throws: ``ConfigurationError`` that belongs to the file.
    init(contentsOf path: String, overrides: [String]) throws(ConfigurationError)

    /// The whole configuration, as a file would have it.
    func yaml() throws(ConfigurationError) -> String

    /// Trains to the end, or until a signal comes.
    ///
    /// - Throws: ``Failure``, or the exit code of a signal.
    func train(_ start: Trainer.Start) async throws
}

extension TrainingTask {
    /// Reads a file's configuration with the reader of its task; `nil` for embeddings, which the command trains itself.
    ///
    /// - Throws: ``Failure`` about the file.
    static func training(of path: String, overrides: [String]) throws(Failure) -> (any TaskTraining)? {
        do throws(ConfigurationError) {
            switch try TrainingTask(contentsOf: path, overrides: overrides) {
            case .embedding: return nil
            case .detector: return try DetectorTraining(contentsOf: path, overrides: overrides)
            case .adapter: return try AdapterTraining(contentsOf: path, overrides: overrides)
            }
        } catch {
            throw Failure(path, error)
        }
    }
}
