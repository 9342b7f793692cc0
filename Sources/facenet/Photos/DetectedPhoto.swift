import FaceDetection
import FaceImaging

/// What was found in one photo.
struct DetectedPhoto: Sendable {
    struct Found: Codable, Sendable {
        var photo: String
        var width: Int
        var height: Int
        var faces: [FaceRecord]
    }

    /// What there is to print, if the photo was read.
    var photo: Found?
    /// What was wrong.
    var failure: Failure?

    init(path: String, detector: any FaceDetector, drawing: String?) {
        do {
            let photo = try Self.read(path)
            let faces = try Self.faces(in: photo, path: path, detector: detector)
            self.photo = Found(photo: path, width: photo.width, height: photo.height, faces: faces.map(FaceRecord.init))
            if faces.isEmpty { failure = Failure(path, "no face was found") }
            if let drawing {
                do throws(ImageError) {
                    try photo.marked(with: faces).write(to: drawing, as: .png)
                } catch {
                    failure = Failure(drawing, error)
                }
            }
        } catch {
            failure = error
        }
    }

    private static func read(_ path: String) throws(Failure) -> Photo {
        do throws(ImageError) { return try Photo(contentsOf: path) } catch { throw Failure(path, error) }
    }

    private static func faces(
        in photo: Photo,
        path: String,
        detector: any FaceDetector
    ) throws(Failure) -> [DetectedFace] {
        do throws(DetectionError) { return try detector.faces(in: photo) } catch { throw Failure(path, error) }
    }
}
