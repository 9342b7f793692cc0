import FaceDetection
import FaceImaging
import FaceNetworks
import FacePipeline

/// The crops of one photo's face under conditions.
struct FaceCrops {
    private let photo: Photo
    private let face: DetectedFace?
    private let embedder: Embedder
    /// The bare crop, or the photo's middle if there is no face.
    private let bare: Photo
    /// Whether there is no face that a crop can be made of.
    let isMiddle: Bool

    /// Prepares the crops of a photo.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - face: The face meant, if there is one.
    ///   - embedder: Knows how.
    init(of photo: Photo, face: DetectedFace?, embedder: Embedder) {
        self.photo = photo
        self.face = face
        self.embedder = embedder
        let crop = face.flatMap { embedder.crop($0, from: photo) }
        isMiddle = crop == nil
        bare = crop ?? Self.middle(of: photo, embedder)
    }

    /// The crop under a condition.
    ///
    /// - Parameters:
    ///   - condition: What is done to the photo or the crop.
    ///   - name: The photo's name, which an occluder follows from.
    /// - Returns: A picture of the size of the network's input.
    /// - Throws: `ImageError` if the installed libvips writes no JPEG.
    func crop(under condition: Condition, name: String) throws(ImageError) -> Photo {
        switch condition {
        case .bare:
            return bare
        case .occluded:
            guard let face, let occluder = condition.occluder(forPhotoNamed: name) else { return bare }
            var hidden = photo
            occluder.draw(onto: &hidden, landmarks: face.landmarks)
            return embedder.crop(face, from: hidden) ?? bare
        case .jpeg(let quality):
            return try Photo(decoding: bare.encoded(as: .jpeg(quality: quality)))
        case .pixels(let side):
            return bare.resized(width: side, height: side).resized(width: bare.width, height: bare.height)
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
