import ArgumentParser

extension FaceNet {
    struct Feedback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "feedback",
            abstract: "Say which answers were wrong, and which were right.",
            subcommands: [FeedbackNot.self, FeedbackSame.self, FeedbackList.self, FeedbackWithdraw.self]
        )
    }
}
