import FaceEngine

extension Model {
    /// The mean of several trainings of one network, weight by weight, as ``Parameters/mean(of:shares:in:)`` describes it.
    ///
    /// Thresholds, tails and the ranges of int8 are left behind: they were measured on others' embeddings.
    ///
    /// - Parameters:
    ///   - models: The models, of the largest network among them or of what it grew out of.
    ///   - shares: How much each counts, in proportion.
    /// - Returns: A model of the largest network, called as the first one of it, with the provenance and licenses of all.
    /// - Throws: ``MeanError`` with the first model that does not fit.
    /// - Precondition: There is one share a model, above 0, and one model at least.
    /// - Complexity: O(*n*) for *n* scalars in all models.
    public static func mean(of models: [Model], shares: [Double]) throws(MeanError) -> Model {
        precondition(!models.isEmpty, "a mean is of something")
        for (index, model) in models.enumerated() {
            guard model.card.adapter == nil else { throw MeanError(index: index, reason: .adapted) }
            guard model.card.hasSameInput(as: models[0].card) else {
                throw MeanError(index: index, reason: .otherInput)
            }
        }
        let largest = models.reduce(models[0]) { $1.weights.count > $0.weights.count ? $1 : $0 }
        let parameters = try Parameters.mean(of: models.map(\.weights), shares: shares, in: largest.network)
        var card = largest.card
        card.forgetMeasurements()
        let all = shares.reduce(0, +)
        card.provenance =
            "the mean of "
            + zip(models, shares).map { model, share in
                "\(model.card.name) (\((share / all * 1000).rounded() / 10) %): \(model.card.provenance)"
            }.joined(separator: " | ")
        var licenses: [String] = []
        for model in models where !licenses.contains(model.card.license) { licenses.append(model.card.license) }
        card.license = licenses.joined(separator: "; ")
        do throws(ModelError) {
            return try Model(
                card: card,
                network: largest.network,
                parameters: parameters,
                architecture: largest.architecture
            )
        } catch {
            preconditionFailure("the largest model's network takes the mean: \(error)")
        }
    }
}

extension ModelCard {
    /// Whether faces are cut out and normalized in the same way, and embeddings have as many numbers.
    fileprivate func hasSameInput(as other: ModelCard) -> Bool {
        inputSize == other.inputSize && crop == other.crop && normalization == other.normalization
            && dimension == other.dimension
    }
}
