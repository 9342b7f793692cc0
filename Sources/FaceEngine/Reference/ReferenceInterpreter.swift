extension Network {
    /// Runs the network by the definitions of its operations: slow, obviously right, the oracle of every program.
    ///
    /// - Parameters:
    ///   - inputs: A tensor for each of ``inputs``, with a batch axis.
    ///   - parameters: The weights.
    /// - Returns: A tensor for each of ``outputs``.
    /// - Throws: ``NetworkError`` if a parameter is missing or has the wrong shape.
    public func evaluateReference(_ inputs: [Tensor], parameters: Parameters) throws(NetworkError) -> [Tensor] {
        let values = try evaluateReferenceNodes(inputs, parameters: parameters)
        return outputs.map { values[$0.index] }
    }

    /// Like ``evaluateReference(_:parameters:)``, but returns the output of every node, in order.
    public func evaluateReferenceNodes(_ inputs: [Tensor], parameters: Parameters) throws(NetworkError) -> [Tensor] {
        try validate(parameters)
        var values: [Tensor] = []
        for id in ids {
            let weights = self.parameters(of: id).compactMap { parameters[$0.name]?.tensor }
            var operands = self[id].inputs.map { values[$0.index] }
            if let place = self.inputs.firstIndex(of: id) { operands = [inputs[place]] }
            values.append(self[id].operation.definition.evaluateReference(operands, parameters: weights))
        }
        return values
    }
}
