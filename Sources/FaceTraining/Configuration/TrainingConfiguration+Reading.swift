import Foundation
import Yams

extension TrainingConfiguration {
    /// Reads a file, in YAML or JSON.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - overrides: What replaces its values, each `key=value`: see ``init(yaml:overrides:)``.
    /// - Throws: ``ConfigurationError``.
    public init(contentsOf path: String, overrides: [String] = []) throws(ConfigurationError) {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .unreadable(reason: (error as NSError).localizedDescription)
        }
        guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(reason: "it is not UTF-8") }
        try self.init(yaml: text, overrides: overrides)
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
            var root = try Yams.compose(yaml: yaml) ?? Node.mapping([:])
            if root.null != nil { root = .mapping([:]) }
            let defaults = try Yams.compose(yaml: TrainingConfiguration().yaml()) ?? .mapping([:])
            for text in overrides { try Self.override(&root, with: text, defaults: defaults) }
            guard root.mapping != nil else { throw ConfigurationError.malformed(reason: "it is no mapping of keys") }
            self = try YAMLDecoder().decode(TrainingConfiguration.self, from: root)
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

    private static func override(_ root: inout Node, with text: String, defaults: Node) throws {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty else { throw ConfigurationError.override(text) }
        let keys = sides[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let value = try Yams.compose(yaml: String(sides[1])) ?? Node("null", Tag(.null))
        guard let changed = set(value, at: keys[...], in: root, defaults: defaults) else {
            throw ConfigurationError.override(text)
        }
        root = changed
    }

    /// The node with a value in it, or `nil` if something on the way has no keys.
    private static func set(_ value: Node, at keys: ArraySlice<String>, in node: Node?, defaults: Node?) -> Node? {
        guard let key = keys.first else { return value }
        // A section that is not there is the default's, so that `loss.margin=0.3` finds a kind to belong to.
        let isMissing = node.map { $0.null != nil } ?? true
        if isMissing, let defaults, defaults.mapping == nil, defaults.null == nil { return nil }
        guard var mapping = isMissing ? defaults?.mapping ?? [:] : node?.mapping else { return nil }
        let name = Node(key)
        guard let changed = set(value, at: keys.dropFirst(), in: mapping[name], defaults: defaults?.mapping?[name])
        else { return nil }
        mapping[name] = changed
        return .mapping(mapping)
    }
}
