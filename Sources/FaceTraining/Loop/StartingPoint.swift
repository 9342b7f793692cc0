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

    /// Builds the network, with weights drawn from the seed or taken from a model or a checkpoint.
    init(_ configuration: TrainingConfiguration) throws(TrainingFailure) {
        let wanted = configuration.network
        if let path = wanted.initialize {
            try self.init(path, wanted)
            return
        }
        guard let architecture = Architecture.named(wanted.architecture) else {
            let names = Architecture.all.map(\.name)
            let near = names.min { a, b in
                a.editDistance(to: wanted.architecture) < b.editDistance(to: wanted.architecture)
            }
            throw TrainingFailure(
                "network.architecture",
                .configuration(
                    .value(
                        place: "",
                        reason: "'\(wanted.architecture)' is unknown (did you mean '\(near ?? "")'?): there are "
                            + names.joined(separator: ", ")
                    )
                )
            )
        }
        size = wanted.size ?? architecture.inputSize
        dimension = wanted.embedding ?? architecture.embeddingDimension
        do throws(NetworkError) {
            network = try architecture.network(embeddingDimension: dimension, inputSize: size)
        } catch {
            throw TrainingFailure("network", .network(error))
        }
        var generator = SeededGenerator(seed: configuration.seed, LoopPurpose.weights)
        parameters = Parameters.initialized(for: network, using: &generator)
        self.architecture = architecture.name
    }

    /// Takes the network of a model, or of a training's checkpoint.
    private init(_ path: String, _ wanted: NetworkConfiguration) throws(TrainingFailure) {
        let failure: ModelError
        do throws(ModelError) {
            let model = try Model(contentsOf: path)
            (network, parameters, architecture) = (model.network, model.parameters, model.architecture)
            (size, dimension) = (model.card.inputSize, model.card.dimension)
            try agree(with: wanted, path)
            return
        } catch let error as ModelError {
            failure = error
        } catch let error as TrainingFailure {
            throw error
        } catch {
            throw TrainingFailure(path, .checkpoint(.notACheckpoint))
        }
        let checkpoint: Checkpoint
        do throws(CheckpointError) { checkpoint = try Checkpoint(contentsOf: path) } catch {
            // Neither: what is wrong with the model says more, unless it is weights without a card.
            if case .noCard = failure { throw TrainingFailure(path, .checkpoint(error)) }
            throw TrainingFailure(path, .model(failure))
        }
        var configuration = checkpoint.state.configuration
        configuration.network.initialize = nil
        self = try StartingPoint(configuration)
        parameters = checkpoint.bestParameters(of: network)
        try agree(with: wanted, path)
    }

    /// Checks that nothing else was asked for.
    private func agree(with wanted: NetworkConfiguration, _ path: String) throws(TrainingFailure) {
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
    }
}

/// What of a training's seed goes where, beside the uses of ``SeedPurpose``.
enum LoopPurpose {
    static let weights: UInt64 = 0x80
    static let head: UInt64 = 0x81
    static let dropout: UInt64 = 0x82
    static let mining: UInt64 = 0x83
}
