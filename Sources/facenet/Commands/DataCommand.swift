import ArgumentParser

extension FaceNet {
    struct DataCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "data",
            abstract: "Make and look at the photos that models learn from.",
            subcommands: [DataPack.self, DataSynthesize.self, DataPreview.self, DataLabel.self]
        )
    }
}
