import ArgumentParser

@main
struct FaceNet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facenet",
        abstract: "Turn photographs into embeddings, and compare faces.",
        version: "0.1.0"
    )
}
