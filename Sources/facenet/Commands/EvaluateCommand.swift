import ArgumentParser

extension FaceNet {
    struct EvaluateCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate",
            abstract: "Measure how well a model tells people apart.",
            subcommands: [
                EvaluateLFW.self, EvaluatePairs.self, EvaluateSets.self, EvaluateTemplates.self, EvaluateGroups.self,
                EvaluateOcclusion.self, EvaluateSensitivity.self, EvaluateTable.self,
                EvaluateGallery.self, EvaluateVariants.self, EvaluateOverlap.self, EvaluateDetector.self,
            ]
        )
    }
}
