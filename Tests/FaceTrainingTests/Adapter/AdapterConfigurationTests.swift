import FaceImaging
import FaceNetworks
import Foundation
import Testing

@testable import FaceTraining

@Suite struct AdapterConfigurationTests {
    private func message(_ yaml: String) -> String {
        do throws(ConfigurationError) {
            _ = try AdapterConfiguration(yaml: yaml)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func `what is written is what is read, the default and one of one's own`() throws {
        var own = AdapterConfiguration()
        own.model = "a.onnx"
        own.features = "pool"
        own.data.sources = ["a", "b"]
        own.data.photos = ["/best/"]
        own.data.leaveOut = "names.txt"
        own.data.people = 500
        own.occlusion.drawings = [[.surgicalMask], [.hand, .block]]
        own.layers = AdapterArchitecture(widths: [9], slope: 0.1, normalizes: false, isResidual: false)
        own.loss = AdapterLoss(regression: 0, target: .person, triplets: 2)
        own.average = 0.99
        own.cache = "cache"
        for configuration in [AdapterConfiguration(), own] {
            let yaml = try configuration.yaml()
            #expect(try AdapterConfiguration(yaml: yaml) == configuration)
            #expect(try TrainingTask(yaml: yaml) == .adapter)
        }
    }

    @Test(arguments: [
        ("modl: a", "unknown key 'modl' (did you mean 'model'?): there are task, model, features, data, occlusion"),
        ("data: {sources: a, heldOut: 0}", "data.heldOut: heldOut must be more than 0 and below 1, not 0.0"),
        ("data: {minimumPhotos: 1}", "data.minimumPhotos: minimumPhotos must be 2 or more, not 1"),
        ("occlusion: {drawings: []}", "occlusion.drawings: drawings must be 1 to 64 lists of kinds, none empty"),
        ("occlusion: {drawings: [[moustache]]}", "occlusion.drawings"),
        ("occlusion: {validation: [hand, hand]}", "occlusion.validation: validation must be kinds, each once"),
        ("layers: {widths: [0]}", "layers.widths: widths must be up to 16 numbers from 1 to 8192, not [0]"),
        ("loss: {regression: 0, triplets: 0}", "loss.regression: regression and triplets cannot both be 0"),
        ("loss: {triplet: {margn: 1}}", "loss.triplet.margn: unknown key 'margn' (did you mean 'margin'?)"),
        ("batchSize: 4", "batchSize: batchSize must be 8 to 65536, not 4"),
        ("task: embedding", "task: is embedding, and this is a configuration for adapter"),
    ])
    func `what makes no sense is refused at its place`(yaml: String, told: String) {
        #expect(message(yaml).contains(told), "\(message(yaml))")
    }

    @Test func `the recipe is read as it stands`() throws {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/")
        let recipe = try AdapterConfiguration(contentsOf: "\(root)/Recipes/occlusion-adapter.yaml")
        #expect(recipe.occlusion.validation == [.surgicalMask, .sunglasses])
        #expect(recipe.layers.isResidual)
    }
}
