import FaceImaging
import FaceTraining
import Foundation

/// Shows a photo as training would see it.
struct PreviewPainter {
    let augmentation: Augmentation?
    let occluders: Bool
    let seed: UInt64

    /// A photo, changed as asked for, under it the person or the occluder.
    func entry(of sample: FaceSample, person: String, place: Int) throws(DataError) -> ContactSheet.Entry {
        var photo = try sample.photo()
        var caption = person
        var augmentation = augmentation ?? .none
        let kind = Occluder.Kind.allCases[place % Occluder.Kind.allCases.count]
        if occluders {
            augmentation.occlusion.kinds = [kind]
            caption = sample.landmarks == nil ? "no landmarks" : kind.rawValue
        }
        var generator = SeededGenerator(seed: seed, 1, UInt64(place))
        let occludes = occluders ? true : nil
        photo = augmentation(photo, landmarks: sample.landmarks, occludes: occludes, using: &generator).photo
        return ContactSheet.Entry(photo: photo, caption: caption)
    }
}

/// Settings of an augmentation in a file.
enum AugmentationFile {
    /// The settings of a JSON file, or the defaults for `default`.
    static func contents(of path: String) throws(Failure) -> Augmentation {
        guard path != "default" else { return Augmentation() }
        let text = try TextFile.contents(of: path)
        do {
            return try JSONDecoder().decode(Augmentation.self, from: Data(text.utf8))
        } catch DecodingError.dataCorrupted(let context) {
            throw Failure(path, context.debugDescription)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let name = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw Failure(path, "\(name) is not as it should be: \(context.debugDescription)")
        } catch {
            throw Failure(path, "is not an augmentation: \(error)")
        }
    }
}
