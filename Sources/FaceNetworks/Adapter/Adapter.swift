public import FaceEngine

/// A small network behind a frozen model, which brings embeddings of covered faces to where bare ones lie.
///
///     let adapter = try Adapter(contentsOf: "Models/occlusion-adapter/adapter.safetensors")
///     let model = try Model(contentsOf: "facenet-vggface2.onnx").adapted(by: adapter)
///
/// Adapted, a model is one like any other: whatever runs, writes, measures or exports models does so with its adapter.
/// Its embeddings are others than before, so it has a fingerprint of its own.
public struct Adapter: Sendable {
    /// Whose embeddings it changes, and where it comes from.
    public var card: AdapterCard
    /// The network: takes `[N, D]`, and `[N, F]` if the card names a layer whose features it reads; gives `[N, D]`.
    public let network: Network
    /// The weights.
    public let parameters: Parameters

    /// Puts an adapter together.
    ///
    /// - Parameters:
    ///   - card: Whose embeddings it changes.
    ///   - network: Takes and gives as many numbers as the card says; the names of its nodes begin with `adapter.`.
    ///   - parameters: Its weights.
    /// - Throws: ``ModelError`` if the network is none of these, or lacks weights.
    public init(card: AdapterCard, network: Network, parameters: Parameters) throws(ModelError) {
        let shape: Shape = [card.dimension]
        let inputs = network.inputs.map { network[$0] }
        guard inputs.first?.shape == shape, inputs.count == (card.features == nil ? 1 : 2),
            inputs.allSatisfy({ $0.shape.rank == 1 }), network.outputs.map({ network[$0].shape }) == [shape]
        else { throw .notAnAdapter(reason: "it does not take and give \(card.dimension) numbers") }
        for id in network.ids where !network.inputs.contains(id) && !network[id].name.hasPrefix("adapter.") {
            throw .notAnAdapter(reason: "the name of its layer \(network[id].name) does not begin with adapter.")
        }
        do { try network.validate(parameters) } catch { throw .network(error) }
        (self.card, self.network, self.parameters) = (card, network, parameters)
    }
}

extension Model {
    /// This model with an adapter behind it.
    ///
    /// Thresholds, tails and the ranges of int8 are left behind: they were measured without it.
    ///
    /// - Parameter adapter: An adapter that was trained behind this model.
    /// - Returns: A model whose network ends with the adapter's, under the same name.
    /// - Throws: ``ModelError/otherModel(adapter:)`` if it was trained behind another one, and
    ///   ``ModelError/adaptedAlready`` if there is an adapter.
    /// - Complexity: O(*n*) in the bytes of the weights, for the fingerprint, unless the model's file states it.
    public func adapted(by adapter: Adapter) throws(ModelError) -> Model {
        guard card.adapter == nil else { throw .adaptedAlready }
        guard adapter.card.dimension == card.dimension, adapter.card.modelFingerprint == fingerprint.hexadecimal else {
            throw .otherModel(adapter: adapter.card.modelName)
        }
        var card = card
        card.adapter = adapter.card
        card.forgetMeasurements()
        let joined: Network
        do throws(NetworkError) {
            joined = try network.followed(by: adapter.network, reading: adapter.card.features)
        } catch { throw .network(error) }
        var all = Parameters()
        for role in network.parameters { all[role.name] = parameters[role.name] }
        for role in adapter.network.parameters { all[role.name] = adapter.parameters[role.name] }
        return try Model(card: card, network: joined, parameters: all)
    }
}

extension Network {
    /// The node of a name, or `nil`.
    package func id(named name: String) -> NodeID? { ids.first { self[$0].name == name } }

    /// This network, with another one behind its one output.
    ///
    /// - Parameters:
    ///   - tail: Its first input is this network's output, its second one, if there is, the output of a node.
    ///   - node: The name of that node.
    /// - Returns: A network of all nodes of both.
    /// - Throws: ``NetworkError`` if both have a node of one name, or the shapes do not fit.
    func followed(by tail: Network, reading node: String?) throws(NetworkError) -> Network {
        var builder = NetworkBuilder(name: name)
        var ids: [NodeID] = []
        for node in nodes {
            ids.append(try builder.add(node.operation, to: node.inputs.map { ids[$0.index] }, name: node.name))
        }
        var ends = [ids[outputs[0].index]]
        if let node {
            guard let id = id(named: node) else {
                throw .unsuitable(operation: "adapter", inputs: [], reason: "the model has no layer called \(node)")
            }
            ends.append(ids[id.index])
        }
        var places: [NodeID] = []
        for node in tail.nodes {
            if case .input = node.operation {
                var end = ends.removeFirst()
                if builder.shape(of: end) != node.shape {
                    let name = "adapter.\(node.name).flat"
                    end = try builder.add(.reshape(Reshape(node.shape)), to: [end], name: name)
                }
                places.append(end)
            } else {
                let inputs = node.inputs.map { places[$0.index] }
                places.append(try builder.add(node.operation, to: inputs, name: node.name))
            }
        }
        return builder.network(outputs: [places[tail.outputs[0].index]])
    }
}
