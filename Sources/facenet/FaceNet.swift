import ArgumentParser

@main
struct FaceNet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facenet",
        abstract: "Turn photographs into embeddings, and compare faces.",
        discussion: """
            Results go to standard output, everything else to standard error. With --json, results are JSON.

            EXIT CODES
              0    done; for `verify`: the same person
              1    for `verify`: different people; elsewhere: some photos failed, were refused, or show no face
              2    could not be done: a model, a data set or an output failed, or `verify` found no face
              64   the command line is wrong
              130  interrupted by control-C (143: ended by the system); nothing partial is left

            ENVIRONMENT
              FACENET_MODEL    the model, where --model is not given
              FACENET_DETECTOR the detector, where --detector is not given
              FACENET_GALLERY  the gallery, where --gallery is not given
              FACENET_GALLERY_KEY_FILE  the key of an encrypted gallery, where --key-file is not given
              FACENET_DATA     a folder of models and data sets: facenet-vggface2.onnx, mtcnn/, yunet/
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(name: "Faces", subcommands: [Detect.self, Embed.self, Verify.self]),
            CommandGroup(
                name: "People",
                subcommands: [Enroll.self, Identify.self, Cluster.self, Feedback.self, GalleryCommand.self]
            ),
            CommandGroup(name: "Service", subcommands: [Serve.self, Keys.self]),
            CommandGroup(name: "Training", subcommands: [Train.self]),
            CommandGroup(name: "Data", subcommands: [DataCommand.self]),
            CommandGroup(name: "Models", subcommands: [ModelCommand.self]),
            CommandGroup(
                name: "Measurements",
                subcommands: [EvaluateCommand.self, ReportCommand.self, Calibrate.self, BenchmarkCommand.self]
            ),
        ]
    )
}
