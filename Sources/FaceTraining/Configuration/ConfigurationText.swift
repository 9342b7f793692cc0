import Foundation
import Yams

/// The text of a configuration, and what the command line replaces in it.
enum ConfigurationText {
    /// The text of a file.
    static func contents(of path: String) throws(ConfigurationError) -> String {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw .unreadable(reason: (error as NSError).localizedDescription)
        }
        guard let text = String(data: data, encoding: .utf8) else { throw .unreadable(reason: "it is not UTF-8") }
        return text
    }

    /// The mapping that a text is, with values replaced.
    ///
    /// - Parameters:
    ///   - yaml: The text; nothing at all is an empty mapping.
    ///   - overrides: What replaces its values, each `key=value`.
    ///   - defaults: The whole default, where sections that the text lacks come from.
    /// - Returns: A mapping.
    /// - Throws: ``ConfigurationError``, or the parser's errors.
    static func root(of yaml: String, overrides: [String], defaults: String) throws -> Node {
        var root = try Yams.compose(yaml: yaml) ?? Node.mapping([:])
        if root.null != nil { root = .mapping([:]) }
        let defaults = try Yams.compose(yaml: defaults) ?? .mapping([:])
        for text in overrides { try override(&root, with: text, defaults: defaults) }
        guard root.mapping != nil else { throw ConfigurationError.malformed(reason: "it is no mapping of keys") }
        return root
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
