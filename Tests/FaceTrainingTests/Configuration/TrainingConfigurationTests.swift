import FaceNetworks
import Testing

@testable import FaceTraining

@Suite struct TrainingConfigurationTests {
    private func message(_ yaml: String, _ overrides: [String] = []) -> String {
        do throws(ConfigurationError) {
            _ = try TrainingConfiguration(yaml: yaml, overrides: overrides)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func `nothing at all is the default`() throws {
        #expect(try TrainingConfiguration(yaml: "") == TrainingConfiguration())
        #expect(try TrainingConfiguration(yaml: "{}") == TrainingConfiguration())
    }

    @Test func `what is written is read back as it was`() throws {
        var configuration = TrainingConfiguration()
        configuration.network.size = ImageSize(rows: 140, columns: 116)
        configuration.loss = .arcFace(.init(scale: 30))
        configuration.optimizer = .sgd(.init(momentum: 0.5))
        configuration.schedule = Schedule(rate: 0.3, warmUp: 7, shape: .step(at: [5, 9], factor: 0.5))
        configuration.run.steps = nil
        configuration.run.seconds = 60
        configuration.checkpoint.minutes = nil
        configuration.batch.chunk = 30
        configuration.data.sources = ["a", "b"]
        #expect(try TrainingConfiguration(yaml: configuration.yaml()) == configuration)
        #expect(try TrainingConfiguration(yaml: TrainingConfiguration().yaml()) == TrainingConfiguration())
    }

    @Test func `JSON is read as YAML is`() throws {
        let json = #"{"batch": {"size": 60}, "data": {"sources": "faces"}, "network": {"size": 64}}"#
        let configuration = try TrainingConfiguration(yaml: json)
        #expect(configuration.batch.size == 60)
        #expect(configuration.data.sources == ["faces"])
        #expect(configuration.network.size == ImageSize(64))
    }

    @Test func `a key that nobody knows is refused, with the one that was meant`() {
        #expect(
            message("optimiser: {kind: sgd}").hasPrefix(
                "optimiser: unknown key 'optimiser' (did you mean 'optimizer'?)"
            )
        )
        #expect(message("batch: {sise: 3}").hasPrefix("batch.sise: unknown key 'sise' (did you mean 'size'?)"))
        #expect(message("run: {colour: 3}").hasPrefix("run.colour: unknown key 'colour': there are steps, epochs"))
        #expect(message("loss: {kind: triplet, margn: 1}").contains("did you mean 'margin'?"))
        #expect(message("data: {augmentation: {mirrror: 1}}").hasPrefix("data.augmentation.mirrror: "))
    }

    @Test(
        arguments: [
            ("batch: {size: 0}", "batch.size: size must be 1 or more, not 0"),
            ("batch: {size: many}", "batch.size: is not a whole number"),
            ("network: {size: 12y3}", "network.size: a size is a number, or rows by columns such as 140x116"),
            ("data: {heldOut: 1}", "data.heldOut: heldOut must be from 0 to below 1, not 1.0"),
            ("schedule: {kind: cosine, rate: 1}", "schedule: 'steps' is missing"),
            ("[1, 2]", "is neither YAML nor JSON: it is no mapping of keys"),
        ]
    )
    func `a value that makes no sense is refused at its place`(yaml: String, expected: String) {
        #expect(message(yaml) == expected)
    }

    @Test func `a normalization that makes numbers of no number is refused`() {
        #expect(
            message("data: {normalization: {mean: [0, 0, 0], scale: [.inf, 1, 1], order: rgb}}")
                .contains("three finite means and scales")
        )
    }

    @Test func `overrides replace values, and make the sections they need`() throws {
        let yaml = "schedule: {rate: 0.1, warmUp: 5}"
        let overrides = ["schedule.rate=0.2", "loss.margin=0.5", "data.sources=[a, b]", "run.clip=3", "output=x=y"]
        let configuration = try TrainingConfiguration(yaml: yaml, overrides: overrides)
        #expect(configuration.schedule == Schedule(rate: 0.2, warmUp: 5))
        #expect(configuration.loss == .triplet(TripletLoss(margin: 0.5)))
        #expect(configuration.data.sources == ["a", "b"])
        #expect(configuration.run.clip == 3)
        #expect(configuration.output == "x=y")
        #expect(message("", ["schedule"]) == "'schedule' is no KEY=VALUE such as schedule.rate=0.1")
        #expect(message("", ["seed.x=1"]).contains("is no KEY=VALUE"))
        #expect(message("", ["batch.sice=1"]).contains("did you mean 'size'?"))
    }

    @Test func `a limit that is named takes the place of the default's`() throws {
        #expect(try TrainingConfiguration(yaml: "run: {epochs: 3}").run.steps == nil)
        #expect(try TrainingConfiguration(yaml: "run: {clip: 3}").run.steps == 10_000)
    }

    @Test func `only what makes another course of a training counts as a difference`() throws {
        let base = TrainingConfiguration()
        var same = base
        (same.run.steps, same.output, same.checkpoint.every, same.validation.every) = (3, "elsewhere", 7, 1)
        #expect(same.differences(from: base).isEmpty)
        var other = base
        (other.schedule.rate, other.batch.size) = (0.125, 91)
        #expect(other.differences(from: base) == ["batch.size: 91, was 90", "schedule.rate: 0.125, was 0.05"])
        other = base
        other.loss = .softmax(.init())
        #expect(other.differences(from: base).contains("loss.kind: softmax, was triplet"))
    }
}
