import Yams

/// What a configuration trains: its key `task`.
public enum TrainingTask: String, Hashable, Codable, CaseIterable, Sendable {
    /// A network that embeds faces: ``TrainingConfiguration``; what a configuration without the key is for.
    case embedding
    /// A network that finds faces.
    case detector
    /// A small network behind a frozen one, that brings embeddings of covered faces to where bare ones lie.
    case adapter

    /// Looks what a file is for; of the file nothing but the key is read.
    ///
    /// - Parameters:
    ///   - path: The file, in YAML or JSON.
    ///   - overrides: What replaces its values, each `key=value`.
    /// - Throws: ``ConfigurationError``.
    public init(contentsOf path: String, overrides: [String] = []) throws(ConfigurationError) {
        try self.init(yaml: ConfigurationText.contents(of: path), overrides: overrides)
    }

    /// Looks what a text is for; see ``init(contentsOf:overrides:)``.
    ///
    /// - Throws: ``ConfigurationError``.
    public init(yaml: String, overrides: [String] = []) throws(ConfigurationError) {
        let value: Node?
        do {
            // Only this key: what the others replace is for the configuration that the task has.
            let own = overrides.filter { $0.hasPrefix("task=") }
            value = try ConfigurationText.root(of: yaml, overrides: own, defaults: "{}").mapping?["task"]
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw .malformed(reason: "\(error)".split(whereSeparator: \.isNewline).joined(separator: " "))
        }
        guard let value, value.null == nil else {
            self = .embedding
            return
        }
        guard let task = value.string.flatMap(Self.init(rawValue:)) else {
            let choices = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw .value(place: "task", reason: "must be one of \(choices), not '\(value.string ?? "a mapping")'")
        }
        self = task
    }
}

extension KeyedDecodingContainer {
    /// Checks that a configuration that is read is for its task; absent is taken for any.
    func require(_ task: TrainingTask, forKey key: Key) throws {
        guard let found = try decodeIfPresent(TrainingTask.self, forKey: key), found != task else { return }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: self,
            debugDescription: "is \(found.rawValue), and this is a configuration for \(task.rawValue)"
        )
    }
}
