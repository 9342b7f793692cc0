import ArgumentParser
import FacePipeline
import FaceRecognition

extension FaceNet {
    struct FeedbackSame: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "same",
            abstract: "Say that photos do show a person.",
            discussion: """
                Takes back what was said against it, and enrolls the face as confirmed, without asking the coach: whoever says \
                so has seen the photo. Prints a line a photo, tabs between: photo, number of the feedback.

                Exits with 0, 1 if a photo could not be used, 2 if the gallery knows no such person or cannot be written.
                """
        )

        @OptionGroup var feedback: FeedbackOptions

        func run() async throws {
            try await feedback.run(self) { recognizer, photo throws(RecognitionError) in
                try await recognizer.confirm(
                    .file(photo),
                    as: feedback.person,
                    face: feedback.face,
                    note: feedback.note
                )
            }
        }
    }
}
