import ArgumentParser

extension FaceNet {
    struct ReportCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Show what evaluations measured, and set two side by side.",
            subcommands: [ReportShow.self, ReportCompare.self]
        )
    }
}
