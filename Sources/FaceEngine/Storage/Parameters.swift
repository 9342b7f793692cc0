/// The weights of a network, by name, in the order of the network's nodes.
///
/// Names are file format: they are what a checkpoint holds, `conv1.weight`, and a gradient has the same ones.
public struct Parameters: Sendable {
    private var values: [String: Parameter] = [:]
    /// The names, in the order in which they were added.
    public private(set) var names: [String] = []

    /// Creates an empty set.
    public init() {}

    /// The parameter called `name`; assigning `nil` removes it.
    public subscript(name: String) -> Parameter? {
        get { values[name] }
        set {
            switch (values[name], newValue) {
            case (nil, .some): names.append(name)
            case (.some, nil): names.removeAll { $0 == name }
            default: break
            }
            values[name] = newValue
        }
    }

    /// The number of parameters.
    public var count: Int { names.count }

    /// The number of scalars in all of them together.
    public var scalarCount: Int { values.values.reduce(0) { $0 + $1.shape.count } }
}
