/// How far a face is from a person.
public struct PersonDistance: Hashable, Sendable {
    /// The person's row in the gallery.
    public let personRow: Int64
    /// The squared distance by the rule asked for, from 0 through 4.
    public let squaredDistance: Float
    /// The person's nearest template.
    public let template: TemplateID
    /// The number of the person's templates.
    public let templates: Int
}
