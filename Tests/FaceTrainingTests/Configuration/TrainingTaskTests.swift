import Testing

@testable import FaceTraining

@Suite struct TrainingTaskTests {
    private func message(_ work: () throws(ConfigurationError) -> Void) -> String {
        do throws(ConfigurationError) {
            try work()
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func `a configuration without the key trains an embedding`() throws {
        #expect(try TrainingTask(yaml: "") == .embedding)
        #expect(try TrainingTask(yaml: "batch: {size: 3}") == .embedding)
        #expect(try TrainingTask(yaml: "task:") == .embedding)
    }

    @Test(arguments: TrainingTask.allCases)
    func `the key says what is trained, whatever else there is`(task: TrainingTask) throws {
        #expect(try TrainingTask(yaml: "task: \(task.rawValue)\nlevels: [1, 2]") == task)
        #expect(try TrainingTask(yaml: "seed: 3", overrides: ["batch.size=3", "task=\(task.rawValue)"]) == task)
    }

    @Test func `an unknown task is refused with those there are`() {
        let told = "task: must be one of embedding, detector, adapter, not 'detectr'"
        #expect(message { () throws(ConfigurationError) in _ = try TrainingTask(yaml: "task: detectr") } == told)
    }

    @Test func `a configuration of another task is not read as one of an embedding`() {
        let told = "task: is detector, and this is a configuration for embedding"
        #expect(
            message { () throws(ConfigurationError) in _ = try TrainingConfiguration(yaml: "task: detector") } == told
        )
        #expect(
            message { () throws(ConfigurationError) in _ = try TrainingConfiguration(yaml: "task: embedding") }
                == "accepted"
        )
    }
}
