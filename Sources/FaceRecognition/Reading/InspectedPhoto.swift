import Crypto
import FaceDetection
import FaceImaging
import FaceNetworks
import FacePipeline

/// A photo that was read once: which file it is, and the faces in it, not embedded yet.
struct InspectedPhoto: Sendable {
    /// A face that is cut out and measured.
    struct Found: Sendable {
        var detection: DetectedFace
        var quality: FaceQuality?
        var crop: Photo
    }

    /// The photo, decoded.
    let photo: Photo
    /// The surest first.
    let faces: [Found]

    var width: Int { photo.width }
    var height: Int { photo.height }
}

/// A photo's bytes, read once, and what they hash to.
struct PhotoBytes: Sendable {
    let bytes: [UInt8]
    /// The SHA-256 of the bytes.
    let hash: [UInt8]

    init(_ source: PhotoSource, limits: ImageLimits) throws(RecognitionError) {
        switch source {
        case .file(let path):
            do {
                bytes = try FileBytes.contents(of: path, limit: limits.bytes)
            } catch {
                throw .pipeline(.image(error))
            }
        case .bytes(let given, _): bytes = given
        }
        hash = Array(SHA256.hash(data: bytes))
    }
}

extension Recognizer {
    /// Decodes a photo, finds its faces, cuts them out as the model wants them, and measures them.
    func inspect(_ file: PhotoBytes) throws(RecognitionError) -> InspectedPhoto {
        try reader.inspect(file, occlusion: occlusionJudge)
    }
}

extension FaceReader {
    /// Decodes a photo, finds its faces, cuts them out as the model wants them, and measures them.
    func inspect(_ file: PhotoBytes, occlusion judge: any OcclusionJudging) throws(RecognitionError) -> InspectedPhoto {
        let photo: Photo
        do { photo = try Photo(decoding: file.bytes, limits: options.limits) } catch { throw .pipeline(.image(error)) }
        let detected: [DetectedFace]
        do { detected = try detector.faces(in: photo) } catch { throw .pipeline(.detection(error)) }
        let faces = detected.compactMap { face in
            embedder.crop(face, from: photo).map { crop in
                // The model's crop, where it is the same picture: each costs as much as the rest of the measuring.
                let isSame = AlignedFace.isCrop(of: face, from: photo, for: embedder.model.card)
                let quality =
                    isSame
                    ? FaceQuality(of: face, aligned: crop, occlusion: judge)
                    : FaceQuality(of: face, in: photo, occlusion: judge)
                return InspectedPhoto.Found(detection: face, quality: quality, crop: crop)
            }
        }
        return InspectedPhoto(photo: photo, faces: faces)
    }
}
