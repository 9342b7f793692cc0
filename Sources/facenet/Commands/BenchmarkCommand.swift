import ArgumentParser

extension FaceNet {
    struct BenchmarkCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "benchmark",
            abstract: "Measure how fast this machine is.",
            subcommands: [
                BenchmarkEmbed.self, BenchmarkPipeline.self, BenchmarkDetect.self, BenchmarkCluster.self,
                BenchmarkMining.self,
                BenchmarkTrain.self, BenchmarkRanks.self, BenchmarkSearch.self, BenchmarkGallery.self,
            ]
        )
    }
}
