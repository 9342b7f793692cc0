import ArgumentParser
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct FeedbackNot: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "not",
            abstract: "Say that photos do not show a person they were taken for.",
            discussion: """
                The face's embedding is kept, without a photo, and from now on a face nearer to it than to every photo of the \
                person is not taken for that person. Prints a line a photo, tabs between: photo, number of the feedback.

                Exits with 0, 1 if a photo could not be used, 2 if the gallery knows no such person or cannot be written.
                """
        )

        @OptionGroup var feedback: FeedbackOptions

        func run() async throws {
            try await feedback.run(self) { recognizer, photo throws(RecognitionError) in
                try recognizer.reject(.file(photo), as: feedback.person, face: feedback.face, note: feedback.note)
            }
        }
    }
}
