import FaceImaging
import FaceNetworks
import Testing

@testable import FaceTraining

@Suite struct DetectorConfigurationTests {
    private func message(_ yaml: String) -> String {
        do throws(ConfigurationError) {
            _ = try DetectorConfiguration(yaml: yaml)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test func `nothing at all is the default, and what is written is read back`() throws {
        #expect(try DetectorConfiguration(yaml: "") == DetectorConfiguration())
        var configuration = DetectorConfiguration()
        configuration.network = CompactNetwork(stem: [8, 8], stages: [8, 16, 16, 16], heads: [8, 8, 8, 8])
        configuration.data.scenes = [.init(manifest: "a.jsonl", weight: 2), .init(manifest: "b.jsonl")]
        configuration.data.validation = "c.jsonl"
        configuration.augmentation.mosaicFaces = 20...90
        configuration.augmentation.photo.gray = 0.25
        configuration.augmentation.maskRise = 0...0.5
        configuration.initialize = "default"
        configuration.loss.landmarks = 3
        configuration.side = 256
        #expect(try DetectorConfiguration(yaml: configuration.yaml()) == configuration)
    }

    @Test func `a detector's configuration is for the task detector`() throws {
        #expect(try TrainingTask(yaml: DetectorConfiguration().yaml()) == .detector)
        #expect(message("task: embedding").hasPrefix("task: is embedding, and this is a configuration for detector"))
    }

    @Test(
        arguments: [
            ("sides: 320", "sides: unknown key 'sides' (did you mean 'side'?)"),
            ("side: 100", "side: side must be a multiple of 64 up to 1024, not 100"),
            ("batch: 0", "batch: batch must be 1 to 1024, not 0"),
            ("loss: {box: 0}", "loss.box: box must be more than 0, not 0"),
            ("loss: {boxes: 1}", "loss.boxes: unknown key 'boxes'"),
            ("augmentation: {mosaic: 1.5}", "augmentation.mosaic: mosaic must be from 0 to 1"),
            (
                "augmentation: {mosaicFaces: [2, 90]}",
                "augmentation.mosaicFaces: mosaicFaces must be from 8 to 2000 pixels"
            ),
            ("augmentation: {maskRise: [0, 2]}", "augmentation.maskRise: maskRise must be from 0 to 1"),
            ("augmentation: {photo: {mirrror: 1}}", "augmentation.photo.mirrror: "),
            ("data: {scenes: [{weight: 1}]}", "'manifest' is missing"),
            ("data: {scenes: [{manifest: a, weight: 0}]}", "weight must be more than 0"),
            ("run: {epochs: 3}", "run: a detector's training ends by steps or seconds"),
            ("network: {stages: [1, 2]}", "the detector has two widths for its stem"),
        ]
    )
    func `a value that makes no sense is refused with its place`(yaml: String, reason: String) {
        #expect(message(yaml).contains(reason), "\(message(yaml))")
    }
}
