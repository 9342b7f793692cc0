import Foundation
import Yams

/// A configuration in a file, a mapping in YAML or JSON: what is left out has its default, what is not known is refused.
public protocol ConfigurationFile: Codable {
    /// Creates the default.
    init()
}

extension ConfigurationFile {
    /// Reads a file, in YAML or JSON.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - overrides: What replaces its values, each `key=value`: see ``init(yaml:overrides:)``.
    /// - Throws: ``ConfigurationError``.
    public init(contentsOf path: String, overrides: [String] = []) throws(ConfigurationError) {
        try self.init(yaml: ConfigurationText.contents(of: path), overrides: overrides)
    }

    /// Reads text, in YAML or JSON.
    ///
    /// - Parameters:
    ///   - yaml: The text; nothing at all is the default.
    ///   - overrides: What replaces its values: `schedule.rate=0.1`, `loss={kind: softmax}`, `data.sources=[a, b]`. Keys
    ///     are the places, joined by dots, values YAML.
    /// - Throws: ``ConfigurationError``.
    public init(yaml: String, overrides: [String] = []) throws(ConfigurationError) {
        do {
            let root = try ConfigurationText.root(of: yaml, overrides: overrides, defaults: Self().yaml())
            self = try YAMLDecoder().decode(Self.self, from: root)
        } catch let error as ConfigurationError {
            throw error
        } catch let error as DecodingError {
            throw ConfigurationError(error)
        } catch {
            throw .malformed(reason: "\(error)".split(whereSeparator: \.isNewline).joined(separator: " "))
        }
    }

    /// The whole configuration, what has its default too, as ``init(yaml:overrides:)`` reads it.
    ///
    /// - Throws: ``ConfigurationError`` if a value cannot be written, such as a number that is none.
    public func yaml() throws(ConfigurationError) -> String {
        do {
            let encoder = YAMLEncoder()
            encoder.options.width = 120
            return try encoder.encode(self)
        } catch {
            throw .malformed(reason: "\(error)")
        }
    }
}
