import FaceDetection
import FaceImaging
import FaceNetworks
import FacePipeline

/// The crops of one photo's face under conditions.
struct FaceCrops {
    private let photo: Photo
    private let face: DetectedFace?
    private let reader: FaceReader
    /// The bare crop, or the photo's middle if there is no face.
    private let bare: Photo
    /// Whether there is no face that a crop can be made of.
    let isMiddle: Bool

    /// Prepares the crops of a photo.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - face: The face meant, if there is one.
    ///   - reader: Knows how, and finds faces under what is drawn over them.
    init(of photo: Photo, face: DetectedFace?, reader: FaceReader) {
        self.photo = photo
        self.face = face
        self.reader = reader
        let crop = face.flatMap { reader.embedder.crop($0, from: photo) }
        isMiddle = crop == nil
        bare = crop ?? Self.middle(of: photo, reader.embedder)
    }

    /// The crop under a condition.
    ///
    /// - Parameters:
    ///   - condition: What is done to the photo or the crop.
    ///   - name: The photo's name, which an occluder follows from.
    /// - Returns: A picture of the size of the network's input, and whether it is the photo's middle as no face was found.
    /// - Throws: `PipelineError` if the installed libvips writes no JPEG, or the detector fails on a covered photo.
    func crop(under condition: Condition, name: String) throws(PipelineError) -> (crop: Photo, isMiddle: Bool) {
        switch condition {
        case .bare:
            return (bare, isMiddle)
        case .occluded(_, _, let search):
            guard let face, let occluder = condition.occluder(forPhotoNamed: name) else { return (bare, isMiddle) }
            var hidden = photo
            occluder.draw(onto: &hidden, landmarks: face.landmarks)
            let meant = search == .bare ? face : try reader.meantFace(in: hidden)
            if let crop = meant.flatMap({ reader.embedder.crop($0, from: hidden) }) { return (crop, false) }
            return search == .bare ? (bare, isMiddle) : (Self.middle(of: hidden, reader.embedder), true)
        case .jpeg(let quality):
            do throws(ImageError) {
                return (try Photo(decoding: bare.encoded(as: .jpeg(quality: quality))), isMiddle)
            } catch { throw .image(error) }
        case .pixels(let side):
            return (
                bare.resized(width: side, height: side).resized(width: bare.width, height: bare.height), isMiddle
            )
        }
    }

    private static func middle(of photo: Photo, _ embedder: Embedder) -> Photo {
        let side = max(1, Int(Laboratory.middleShare * Double(min(photo.width, photo.height))))
        let region = PixelRegion(
            x: (photo.width - side) / 2,
            y: (photo.height - side) / 2,
            width: side,
            height: side
        )
        let size = embedder.cropSize
        return photo.resized(region, width: size.columns, height: size.rows, filter: .antialiasedBilinear)
    }
}

extension FaceReader {
    /// Of the faces that the detector finds, the one meant, or `nil` if it finds none.
    ///
    /// - Throws: `PipelineError.detection`.
    func meantFace(in photo: Photo) throws(PipelineError) -> DetectedFace? {
        do throws(DetectionError) {
            return options.choice(try detector.faces(in: photo), width: photo.width, height: photo.height).first
        } catch { throw .detection(error) }
    }
}
