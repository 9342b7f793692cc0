import FaceEngine
import FaceNetworks

extension ModelFileOptions {
    /// Reads the model; its weights are mapped, not read.
    func load() throws(Failure) -> Model {
        let path = path()
        do throws(ModelError) {
            return try Model.named(path)
        } catch {
            throw Failure(path, error)
        }
    }
}

extension ModelOptions {
    /// Reads the model; its weights are mapped, not read.
    func load() throws(Failure) -> Model { try file.load() }

    /// The network of the model, or of an architecture by that name with random weights.
    func networkOrArchitecture() throws(Failure) -> (network: Network, parameters: Parameters) {
        let path = path()
        guard let architecture = Architecture.named(path) else {
            let model = try load()
            return (model.network, model.parameters)
        }
        do throws(NetworkError) {
            let network = try architecture.network()
            var generator = SystemRandomNumberGenerator()
            return (network, Parameters.initialized(for: network, using: &generator))
        } catch {
            throw Failure(path, error)
        }
    }
}
