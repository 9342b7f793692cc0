import ArgumentParser

extension FaceNet {
    struct ModelCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "model",
            abstract: "Look into models, average them, and bring them from one format to another.",
            subcommands: [
                ModelInspect.self, ModelImport.self, ModelExport.self, ModelAverage.self, ModelCalibrateDetector.self,
            ]
        )
    }
}
