import FaceEngine
import FaceNetworks

/// The network a training begins with.
struct StartingPoint {
    var network: Network
    var parameters: Parameters
    /// The architecture's name, if the network is one as it is.
    var architecture: String?
    var size: ImageSize
    var dimension: Int

    /// The network of a configuration, with the weights of a checkpoint if the training goes on from one.
    static func of(
        _ configuration: TrainingConfiguration,
        resumed checkpoint: Checkpoint?
    ) throws(TrainingFailure) -> StartingPoint {
        guard let checkpoint else { return try of(configuration) }
        var point: StartingPoint?
        if checkpoint.state.configuration.network == configuration.network { point = try kept(in: checkpoint) }
        var found = if let point { point } else { try of(configuration) }
        found.parameters = checkpoint.parameters
        return found
    }

    /// The network that a checkpoint says its weights are of, or `nil` if it does not say.
    private static func kept(in checkpoint: Checkpoint) throws(TrainingFailure) -> StartingPoint? {
        guard let kept = checkpoint.state.network else { return nil }
        return StartingPoint(
            network: try network(of: architecture(kept.architecture, "network"), kept.size, kept.dimension),
            parameters: checkpoint.parameters,
            architecture: kept.architecture,
            size: kept.size,
            dimension: kept.dimension
        )
    }

    /// What a checkpoint says of the network.
    var kept: CheckpointState.KeptNetwork? {
        architecture.map { CheckpointState.KeptNetwork(architecture: $0, size: size, dimension: dimension) }
    }

    /// The network of a configuration: with weights drawn from the seed, or taken from a model or a checkpoint.
    static func of(_ configuration: TrainingConfiguration) throws(TrainingFailure) -> StartingPoint {
        let wanted = configuration.network
        guard let path = wanted.initialize else {
            guard wanted.growsInto == nil else {
                throw TrainingFailure(
                    "network.growsInto",
                    .configuration(.value(place: "", reason: "there is no network.initialize that could grow"))
                )
            }
            return try drawn(configuration)
        }
        let (found, failure): (StartingPoint?, ModelError)
        do throws(ModelError) {
            let model = try Model.named(path)
            found = StartingPoint(
                network: model.network,
                parameters: model.parameters,
                architecture: model.architecture,
                size: model.card.inputSize,
                dimension: model.card.dimension
            )
            failure = .noCard
        } catch {
            (found, failure) = (nil, error)
        }
        let point = if let found { found } else { try trained(path, notAModel: failure) }
        return try point.agreeing(with: wanted, path).grown(configuration, path)
    }

    /// An architecture with random weights.
    private static func drawn(_ configuration: TrainingConfiguration) throws(TrainingFailure) -> StartingPoint {
        let wanted = configuration.network
        let architecture = try architecture(wanted.architecture, "network.architecture")
        let size = wanted.size ?? architecture.inputSize
        let dimension = wanted.embedding ?? architecture.embeddingDimension
        let network = try network(of: architecture, size, dimension)
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.weights)
        return StartingPoint(
            network: network,
            parameters: Parameters.initialized(for: network, using: &generator),
            architecture: architecture.name,
            size: size,
            dimension: dimension
        )
    }

    /// The architecture that a configuration names.
    private static func architecture(_ name: String, _ place: String) throws(TrainingFailure) -> Architecture {
        if let architecture = Architecture.named(name) { return architecture }
        let names = Architecture.all.map(\.name)
        let near = names.min { $0.editDistance(to: name) < $1.editDistance(to: name) } ?? ""
        throw TrainingFailure(
            place,
            .configuration(
                .value(
                    place: "",
                    reason: "'\(name)' is unknown (did you mean '\(near)'?): there are \(names.joined(separator: ", "))"
                )
            )
        )
    }

    private static func network(
        of architecture: Architecture,
        _ size: ImageSize,
        _ dimension: Int
    ) throws(TrainingFailure) -> Network {
        do throws(NetworkError) {
            return try architecture.network(embeddingDimension: dimension, inputSize: size)
        } catch {
            throw TrainingFailure("network", .network(error))
        }
    }

    /// This network in the larger one that a configuration asks for; itself, if it asks for none.
    private func grown(
        _ configuration: TrainingConfiguration,
        _ path: String
    ) throws(TrainingFailure) -> StartingPoint {
        guard let name = configuration.network.growsInto else { return self }
        let place = "network.growsInto"
        let larger = try Self.architecture(name, place)
        var point = self
        point.architecture = name
        point.network = try Self.network(of: larger, size, dimension)
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.weights)
        do throws(GrowthError) {
            point.parameters = try Parameters.grown(into: point.network, from: parameters, using: &generator)
        } catch {
            throw TrainingFailure(
                place,
                .configuration(.value(place: "", reason: "\(path) cannot grow into \(name): \(error)"))
            )
        }
        return point
    }

    /// The network of a training's checkpoint.
    private static func trained(
        _ path: String,
        notAModel failure: ModelError
    ) throws(TrainingFailure) -> StartingPoint {
        let checkpoint: Checkpoint
        do throws(CheckpointError) { checkpoint = try Checkpoint(contentsOf: path) } catch {
            // Neither: what is wrong with the model says more, unless it is weights without a card.
            if case .noCard = failure { throw TrainingFailure(path, .checkpoint(error)) }
            throw TrainingFailure(path, .model(failure))
        }
        var point = try of(checkpoint.state.configuration, resumed: checkpoint)
        point.parameters = checkpoint.bestParameters(of: point.network)
        return point
    }

    /// The embeddings of some photos as they are, `[N, dimension]`.
    func embeddings(
        of samples: [Int],
        _ dataset: FaceDataset,
        _ configuration: TrainingConfiguration
    ) throws -> [Float] {
        let data = configuration.data
        let embedder = try BatchEmbedder(
            network,
            parameters: parameters,
            batch: 32,
            threads: configuration.run.threads ?? 1
        )
        return try embedder.embeddings(
            of: samples,
            dataset,
            options: .init(
                size: size,
                normalization: data.normalization,
                threads: data.threads,
                resizesFirst: data.cut == .packed
            ),
            augmentation: data.cut.plain(to: size)
        )
    }

    /// How many of the network's nodes come no later than a layer, or than the last of a block.
    ///
    /// - Parameter name: The layer's or block's; what belongs to it has its name and a full stop before its own.
    /// - Returns: 0 for no name.
    /// - Throws: ``TrainingError/configuration(_:)`` if the network has no such layer, or nothing behind it is trained.
    func frozenCount(through name: String?) throws(TrainingError) -> Int {
        guard let name else { return 0 }
        let names = network.nodes.map(\.name)
        guard let last = names.lastIndex(where: { $0 == name || $0.hasPrefix(name + ".") }) else {
            let near = names.min { $0.editDistance(to: name) < $1.editDistance(to: name) } ?? ""
            throw .configuration(
                .value(place: "network.frozenThrough", reason: "there is no layer '\(name)' (did you mean '\(near)'?)")
            )
        }
        let rest = network.ids.dropFirst(last + 1).flatMap { network.parameters(of: $0) }
        guard rest.contains(where: \.isTrained) else {
            throw .configuration(.value(place: "network.frozenThrough", reason: "'\(name)' leaves nothing to train"))
        }
        return last + 1
    }

    /// Checks that nothing else was asked for.
    private func agreeing(
        with wanted: NetworkConfiguration,
        _ path: String
    ) throws(TrainingFailure) -> StartingPoint {
        let other = wanted.embedding.map { $0 != dimension } ?? false
        guard !other, wanted.size == nil || wanted.size == size else {
            throw TrainingFailure(
                path,
                .configuration(
                    .value(
                        place: "network",
                        reason: "the model takes \(size) and gives \(dimension) numbers, which is not what is asked for"
                    )
                )
            )
        }
        return self
    }
}

/// What of a training's seed goes where, beside the uses of ``SeedPurpose``.
enum LoopPurpose {
    static let weights: UInt64 = 0x80
    static let head: UInt64 = 0x81
    static let dropout: UInt64 = 0x82
    static let mining: UInt64 = 0x83
}
