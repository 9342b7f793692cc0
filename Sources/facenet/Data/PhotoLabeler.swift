import FaceDetection
import FaceImaging
import FaceTraining
import Foundation

/// Makes labels of photos with two detectors, and with what somebody has drawn.
struct PhotoLabeler: Sendable {
    /// A photo's label.
    struct Labelled: Sendable {
        /// The line of the manifest.
        var line: String
        /// How many faces it has.
        var faces: Int
        /// Whether the photo is for measuring rather than for learning.
        var isHeldOut: Bool
    }

    private let mtcnn: any FaceDetector
    private let yunet: any FaceDetector
    private let rule = LabelAgreement()

    /// Loads the detectors.
    init(detectorPath: String?, environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) {
        let folders = detectorPath.map { [$0] } ?? [environment["FACENET_DATA"], "."].compactMap(\.self)
        do throws(DetectionError) {
            mtcnn = try DetectorKind.mtcnn.load(from: folders)
            yunet = try DetectorKind.yunet.load(from: folders)
        } catch {
            throw Failure("--detector-path", error)
        }
    }

    /// Labels the photo in a file.
    func label(_ path: String) throws(Failure) -> Labelled {
        let photo: Photo
        do throws(ImageError) { photo = try Photo(contentsOf: path) } catch { throw Failure(path, error) }
        let xml = URL(fileURLWithPath: path).deletingPathExtension().appendingPathExtension("xml").path
        guard FileManager.default.fileExists(atPath: xml) else {
            let (first, second) = try candidates(photo, path)
            let (faces, ignored) = rule(first, second)
            return try labelled(photo, path, faces, ignored, isHeldOut: false)
        }
        let text = try TextFile.contents(of: xml)
        let annotation: VOCAnnotation
        do throws(DataError) { annotation = try VOCAnnotation(xml: text) } catch { throw Failure(xml, error) }
        let seen = photo.resized(toWidth: annotation.width, height: annotation.height)
        let (first, second) = try candidates(seen, path)
        let (faces, ignored) = rule(labels: annotation.faces, first, second)
        let name = URL(fileURLWithPath: path).lastPathComponent
        return try labelled(seen, path, faces, ignored, isHeldOut: HeldOutThird.contains(name))
    }

    private func candidates(
        _ photo: Photo,
        _ path: String
    ) throws(Failure) -> (mtcnn: [LabelCandidate], yunet: [LabelCandidate]) {
        do throws(DetectionError) {
            return (
                try mtcnn.faces(in: photo).map(LabelCandidate.init), try yunet.faces(in: photo).map(LabelCandidate.init)
            )
        } catch {
            throw Failure(path, error)
        }
    }

    private func labelled(
        _ photo: Photo,
        _ path: String,
        _ faces: [SceneFace],
        _ ignored: [Rect],
        isHeldOut: Bool
    ) throws(Failure) -> Labelled {
        let scene = Scene(
            photo: URL(fileURLWithPath: path).path,
            width: photo.width,
            height: photo.height,
            faces: faces,
            ignored: ignored
        )
        do throws(DataError) {
            return Labelled(line: try SceneManifest.line(scene), faces: faces.count, isHeldOut: isHeldOut)
        } catch {
            throw Failure(path, error)
        }
    }
}

extension LabelCandidate {
    /// What a detector found.
    init(_ face: DetectedFace) { self.init(box: face.box, landmarks: face.landmarks) }
}

extension Photo {
    /// The photo with so many columns and rows; itself if it has them.
    fileprivate func resized(toWidth width: Int, height: Int) -> Photo {
        guard width != self.width || height != self.height else { return self }
        return resized(width: width, height: height)
    }
}
