/// Where each of a list of parameters lies in one flat array of floats.
///
/// A ``TrainingProgram`` keeps its weights, and their gradients, in one array each, both with this layout: so an
/// update, a norm, a clipping, an average over ranks and a checkpoint are each one walk over one array.
public struct ParameterLayout: Hashable, Sendable {
    /// One parameter's place.
    public struct Entry: Hashable, Sendable {
        /// The whole name, such as `conv1.weight`.
        public let name: String
        /// The extents, outermost first.
        public let shape: Shape
        /// Where its scalars lie, row-major.
        public let range: Range<Int>
    }

    /// The parameters, each directly behind the one before it.
    public let entries: [Entry]
    private let places: [String: Int]

    /// Lays parameters out one behind the other.
    public init(_ roles: [ParameterRole]) {
        var (entries, places, offset): ([Entry], [String: Int], Int) = ([], [:], 0)
        for role in roles {
            places[role.name] = entries.count
            entries.append(Entry(name: role.name, shape: role.shape, range: offset..<offset + role.shape.count))
            offset += role.shape.count
        }
        (self.entries, self.places) = (entries, places)
    }

    /// The number of scalars.
    public var count: Int { entries.last?.range.upperBound ?? 0 }

    /// The place of the parameter called `name`, or `nil` if there is none.
    public subscript(name: String) -> Entry? { places[name].map { entries[$0] } }
}
