/// A template that a search found.
public struct TemplateNeighbor: Hashable, Sendable {
    /// The template.
    public let template: TemplateID
    /// The person's row in the gallery.
    public let personRow: Int64
    /// The squared distance from the query to the template's embedding, exact, from 0 through 4.
    public let squaredDistance: Float

    /// Creates a result.
    ///
    /// - Parameters:
    ///   - template: The template.
    ///   - personRow: The person's row in the gallery.
    ///   - squaredDistance: From the query to the template's embedding.
    public init(template: TemplateID, personRow: Int64, squaredDistance: Float) {
        self.template = template
        self.personRow = personRow
        self.squaredDistance = squaredDistance
    }
}

extension TemplateNeighbor: Comparable {
    /// Orders by distance, and equally far templates by when they were enrolled.
    public static func < (first: TemplateNeighbor, second: TemplateNeighbor) -> Bool {
        (first.squaredDistance, first.template) < (second.squaredDistance, second.template)
    }
}
