import ArgumentParser
import FaceDetection
import FaceGallery
import FaceRecognition

/// The options of every command that compares photos with a gallery.
struct RecognizerOptions: ParsableArguments {
    @OptionGroup var gallery: GalleryOptions

    @OptionGroup var reader: ReaderOptions

    /// Opens the gallery, and loads model and detector.
    ///
    /// - Parameters:
    ///   - photos: The photos about to be read.
    ///   - isReadOnly: Whether nothing will be written.
    ///   - keepsCrops: Whether crops of faces are stored.
    /// - Returns: A recognizer with the standard coach.
    /// - Throws: ``Failure``, also if the gallery is of another model.
    func recognizer(
        photos: [String],
        isReadOnly: Bool = false,
        keepsCrops: Bool = false
    ) async throws -> Recognizer {
        // The gallery first: to name another is quicker than to load a model.
        let opened = try gallery.open(
            isReadOnly: isReadOnly,
            keepsCrops: keepsCrops,
            threads: reader.model.compute.threads
        )
        let reader = try await reader.reader(choice: .all, samples: photos)
        do throws(RecognitionError) {
            return try Recognizer(reader: reader, gallery: opened)
        } catch {
            throw Failure(opened.path, error)
        }
    }
}
