import FaceDetection
import FaceImaging
import FaceNetworks
import FaceTraining

/// Makes of a photo the crop that is packed.
struct FacePacker: Sendable {
    /// An image, and what is known of it.
    struct Packed: Sendable {
        var image: [UInt8]
        var record: ShardRecord
    }

    let crop: PackedCrop
    /// The size of the result, or `nil` to keep that of the photo.
    let size: ImageSize?
    let quality: Int
    /// What finds the faces, unless photos are packed whole.
    let detector: (any FaceDetector)?

    /// Packs a person's photo, or says what is wrong with it.
    func pack(_ sample: FaceSample, of person: String) -> Result<Packed, DatasetProblem> {
        do throws(DatasetProblem.Reason) {
            let (image, landmarks) = try image(of: sample)
            let record = ShardRecord(
                person: person,
                name: sample.name,
                landmarks: landmarks,
                occlusion: sample.occlusion,
                sourceHash: sample.hash ?? image.withUnsafeBytes { ContentHash(of: $0) }
            )
            return .success(Packed(image: image, record: record))
        } catch {
            return .failure(DatasetProblem(error.kind, sample.name, error.text))
        }
    }

    private func image(of sample: FaceSample) throws(DatasetProblem.Reason) -> ([UInt8], FaceLandmarks?) {
        let photo: Photo
        do { photo = try sample.photo() } catch { throw .init(.unreadable, error) }
        switch crop {
        case .none:
            guard let size else {
                do { return (try sample.fileBytes(), sample.landmarks) } catch { throw .init(.unreadable, error) }
            }
            let sized = Crop(photo, landmarks: sample.landmarks, size: size)
            return (try encode(sized.photo), sized.landmarks)
        case .template(let template):
            let face = try face(in: photo, of: sample, template: template)
            let size = size ?? ImageSize(112)
            guard
                let cut = face.crop(from: photo, template: template, width: size.columns, height: size.rows),
                let transform = face.cropTransform(in: photo, template: template, size: size)
            else { throw .init(.noFace, "the face that was found cannot be cut out") }
            return (try encode(cut), face.landmarks.mapped(by: transform))
        }
    }

    private func face(
        in photo: Photo,
        of sample: FaceSample,
        template: ModelCard.Crop
    ) throws(DatasetProblem.Reason) -> DetectedFace {
        // The box says nothing there, only the landmarks do.
        if template == .similarity112, let landmarks = sample.landmarks {
            return DetectedFace(box: Rect(photo.bounds), landmarks: landmarks, score: 1)
        }
        var faces: [DetectedFace] = []
        do { faces = try detector?.faces(in: photo) ?? [] } catch { throw .init(.unreadable, error) }
        guard let face = FaceChoice.central(faces, width: photo.width, height: photo.height).first else {
            throw .init(.noFace, "no face was found")
        }
        return face
    }

    private func encode(_ photo: Photo) throws(DatasetProblem.Reason) -> [UInt8] {
        do { return try photo.encoded(as: .jpeg(quality: quality)) } catch { throw .init(.unreadable, error) }
    }
}

extension DatasetProblem {
    /// What is wrong, before it is said with what.
    struct Reason: Error {
        var kind: Kind
        var text: String

        init(_ kind: Kind, _ text: some CustomStringConvertible) {
            (self.kind, self.text) = (kind, text.description)
        }
    }
}

extension DetectedFace {
    /// From the photo's coordinates to those of the crop that a template makes, or `nil` if it makes none.
    fileprivate func cropTransform(in photo: Photo, template: ModelCard.Crop, size: ImageSize) -> AffineTransform2D? {
        let target = Rect(minX: 0, minY: 0, maxX: Float(size.columns), maxY: Float(size.rows))
        switch template {
        case .similarity112: return alignment(width: size.columns, height: size.rows)
        case .margin160(let margin):
            return region(withMargin: Float(margin), in: photo).map {
                AffineTransform2D(mapping: Rect($0), onto: target)
            }
        case .tight: return box.squared.area > 0 ? AffineTransform2D(mapping: box.squared, onto: target) : nil
        }
    }
}
