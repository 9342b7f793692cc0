import FaceEngine
import FaceNetworks
import Foundation

extension DetectorTrainer {
    /// The scenes of a manifest.
    static func scenes(_ path: String) throws(TrainingFailure) -> [Scene] {
        do throws(DataError) { return try SceneManifest.scenes(in: path) } catch {
            throw TrainingFailure(path, .data(error))
        }
    }

    /// A hash of everything that is learned from but pixels.
    static func digest(_ scenes: [Scene]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for scene in scenes {
            let text = (try? SceneManifest.line(scene)) ?? scene.photo
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return hash
    }

    /// The checkpoint to go on from, if there is one and it is of this training.
    static func checkpoint(
        _ folder: CheckpointFolder,
        _ start: Trainer.Start,
        _ configuration: DetectorConfiguration,
        _ digest: UInt64
    ) throws(TrainingFailure) -> DetectorCheckpoint? {
        guard start == .resume || start == .resumeChanged, FileManager.default.fileExists(atPath: folder.last) else {
            return nil
        }
        let found: DetectorCheckpoint
        do throws(CheckpointError) { found = try DetectorCheckpoint(contentsOf: folder.last) } catch {
            throw TrainingFailure(folder.last, .checkpoint(error))
        }
        guard start == .resume else { return found }
        var differences: [String] = []
        // Where it is trained, how long, and how often it is saved make no other course.
        var (now, then) = (configuration, found.state.configuration)
        (now.output, now.checkpoint, now.validateEvery) = (then.output, then.checkpoint, then.validateEvery)
        (now.run.steps, now.run.seconds, now.run.threads) = (then.run.steps, then.run.seconds, then.run.threads)
        (now.data, then.data) = (SceneDataConfiguration(), SceneDataConfiguration())
        if now != then { differences.append("the configuration is another one") }
        if found.state.scenes != digest { differences.append("data: other scenes") }
        guard differences.isEmpty else {
            throw TrainingFailure(configuration.output, .otherTraining(differences: differences))
        }
        return found
    }

    /// The network and the optimizer, at the beginning or where the checkpoint is.
    static func compile(
        _ configuration: DetectorConfiguration,
        _ checkpoint: DetectorCheckpoint?
    ) throws(TrainingFailure) -> (TrainingProgram, any Optimizer) {
        try Trainer.wrapping("network") { () throws(TrainingError) in
            let network: Network
            do throws(NetworkError) {
                network = try configuration.network.network(rows: configuration.side, columns: configuration.side)
            } catch {
                throw .network(error)
            }
            let parameters =
                if let checkpoint { checkpoint.parameters } else { try start(of: configuration, network) }
            do throws(EngineError) {
                let program = try TrainingProgram(
                    network,
                    parameters: parameters,
                    options: TrainingOptions(
                        batchSize: configuration.batch,
                        precision: configuration.run.precision.precision,
                        threads: configuration.run.threads ?? 1
                    )
                )
                let optimizer = configuration.optimizer.optimizer(
                    count: program.layout.count,
                    undecayed: program.layout.vectors
                )
                return (program, optimizer)
            } catch {
                throw .engine(error)
            }
        }
    }
}

extension DetectorTrainer {
    /// The weights of the detector that is asked for, or weights drawn from the seed.
    private static func start(
        of configuration: DetectorConfiguration,
        _ network: Network
    ) throws(TrainingError) -> Parameters {
        guard let path = configuration.initialize else {
            var generator = SeededGenerator(seed: configuration.seed, DetectorPurpose.weights)
            return Parameters.initialized(for: network, using: &generator).doubtful(network)
        }
        let model: DetectorModel
        do throws(ModelError) {
            model = path == "default" ? try .shipped() : try DetectorModel(folder: path)
        } catch {
            throw .model(error)
        }
        guard model.card.network == configuration.network else {
            throw .configuration(.value(place: "network", reason: "\(path) has other widths"))
        }
        return model.parameters
    }
}

extension Parameters {
    /// The weights with grids that hold everything for background, as almost all of it is.
    ///
    /// Otherwise the first steps would be spent on learning that. Lin et al., "Focal Loss", <https://arxiv.org/abs/1708.02002>, section 3.3.
    fileprivate func doubtful(_ network: Network) -> Parameters {
        var parameters = self
        for stride in CompactNetwork.strides {
            let name = "grid\(stride).bias"
            guard let bias = parameters[name] else { continue }
            var tensor = bias.tensor
            tensor.scalars[CompactNetwork.Channel.score] = -4.6
            parameters[name] = Parameter(tensor)
        }
        return parameters
    }
}
