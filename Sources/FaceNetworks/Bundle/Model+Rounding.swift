import FaceEngine

extension Model {
    /// The model with the weights of its layers in 16 bits each, half the size; what has one number a channel stays as it is.
    ///
    /// Each weight is the nearest bfloat16: in bf16 arithmetic, which rounds them anyway, embeddings do not change.
    ///
    /// - Throws: ``ModelError``, never for a sound model.
    public func roundedToBFloat16() throws(ModelError) -> Model {
        var rounded = Parameters()
        for role in network.parameters {
            guard let parameter = parameters[role.name] else { continue }
            rounded[role.name] =
                parameter.shape.rank > 1 ? Parameter(roundingToBFloat16: parameter.tensor) : parameter
        }
        return try Model(card: card, network: network, parameters: rounded, architecture: architecture)
    }
}
