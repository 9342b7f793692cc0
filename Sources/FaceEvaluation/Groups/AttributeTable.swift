/// What groups people or images belong to, by attribute: `name,gender,age`, a row a person or an image.
public struct AttributeTable: Hashable, Sendable {
    /// The attributes, in the order of the columns.
    public let attributes: [String]
    /// The group of each person or image, by attribute; an empty field is left out.
    private let groups: [[String: String]]

    /// Reads a table whose first column is a person's or an image's name, and whose others are attributes.
    ///
    /// - Parameter text: The content of the file: comma-separated, with names of columns.
    /// - Throws: ``EvaluationError/malformed(line:reason:)`` with the line, if there are no attributes or no rows, a name is
    ///   empty or there twice, or the table is not one.
    /// - Complexity: O(*n*), where *n* is the length of the text.
    public init(csv text: String) throws(EvaluationError) {
        let table = try CommaSeparatedTable(text)
        guard table.columns.count >= 2 else {
            throw .malformed(line: 1, reason: "expected a column of names and at least one attribute")
        }
        guard !table.rows.isEmpty else { throw .malformed(line: 1, reason: "there are no rows") }
        attributes = Array(table.columns.dropFirst())
        var lines: [String: Int] = [:]
        var groups = [[String: String]](repeating: [:], count: attributes.count)
        for row in table.rows {
            let name = row.fields[0]
            guard !name.isEmpty else { throw .malformed(line: row.line, reason: "a name is empty") }
            if let before = lines.updateValue(row.line, forKey: name) {
                throw .malformed(line: row.line, reason: "`\(name)` is on line \(before) already")
            }
            for (index, group) in row.fields.dropFirst().enumerated() where !group.isEmpty {
                groups[index][name] = group
            }
        }
        self.groups = groups
    }

    /// Returns the group of an image: its own, or that of the person whose folder it is in.
    ///
    /// - Parameters:
    ///   - image: A path below the images' folder.
    ///   - attribute: The place in ``attributes``.
    /// - Returns: `nil` if neither is in the table.
    public func group(of image: String, attribute: Int) -> String? {
        let person = image.firstIndex(of: "/").map { String(image[..<$0]) }
        return groups[attribute][image] ?? person.flatMap { groups[attribute][$0] }
    }
}
