import ArgumentParser
import FaceGallery
import FaceRecognition

/// The options of commands that say of photos whom they show, and what is alike in their runs.
struct FeedbackOptions: ParsableArguments {
    @OptionGroup var source: RecognizerOptions

    @Option(help: "Which face of a photo: only, largest, central, or its number from 0.")
    var face: FaceSelection = .only

    @Option(help: ArgumentHelp("Why, in a sentence.", valueName: "text"))
    var note = ""

    @Argument(help: "The person's name or alias.")
    var person: String

    @Argument(help: "The photos.", completion: .file())
    var photos: [String]

    /// Says the same of every photo.
    ///
    /// - Parameters:
    ///   - command: Who reports what could not be done.
    ///   - say: Says it of one photo.
    /// - Throws: What `reporting` does, or an exit code if a photo could not be used.
    func run(
        _ command: some AsyncParsableCommand,
        _ say: (Recognizer, String) async throws(RecognitionError) -> Feedback
    ) async throws {
        var isComplete = true
        try await command.reporting {
            let recognizer = try await source.recognizer(photos: photos)
            for photo in photos {
                do throws(RecognitionError) {
                    let feedback = try await say(recognizer, photo)
                    Console.print("\(photo)\t\(feedback.id)")
                } catch .gallery(let error) {
                    throw Failure(recognizer.gallery.path, error)
                } catch {
                    Console.note("\(photo): \(error)")
                    isComplete = false
                }
            }
        }
        if !isComplete { throw ExitCode.partly }
    }
}
