import FaceDetection
import FaceImaging

/// Which face of a photo is the one that is meant.
public enum FaceSelection: Hashable, Sendable {
    /// The only one; a photo of several is refused.
    case only
    /// The one with the largest box.
    case largest
    /// The one nearest to the middle of the photo, weighted by size; see `FaceChoice.central`.
    case central
    /// The one of a number, from 0, in the order of the detector: the surest first.
    case number(Int)

    /// Why no face is the one that is meant.
    enum Problem: Error, Hashable {
        case noFace
        case several(Int)
        case missing(number: Int, faces: Int)
    }

    /// The index of the face that is meant, or why there is none.
    func index(in faces: [DetectedFace], width: Int, height: Int) -> Result<Int, Problem> {
        func best(_ choice: FaceChoice) -> Result<Int, Problem> {
            choice(faces, width: width, height: height).first.flatMap(faces.firstIndex).map(Result.success)
                ?? .failure(.noFace)
        }
        guard !faces.isEmpty else { return .failure(.noFace) }
        switch self {
        case .only: return faces.count == 1 ? .success(0) : .failure(.several(faces.count))
        case .largest: return best(.largest)
        case .central: return best(.central)
        case .number(let number):
            return faces.indices.contains(number)
                ? .success(number) : .failure(.missing(number: number, faces: faces.count))
        }
    }
}

extension FaceSelection.Problem {
    /// The same as the coach takes it.
    var subject: PhotoEvidence.Subject {
        switch self {
        case .noFace: .noFace
        case .several(let count): .several(count)
        case .missing(let number, let faces): .missing(number: number, faces: faces)
        }
    }

    /// The same for whom it stops.
    var error: RecognitionError {
        switch self {
        case .noFace: .noFace
        case .several(let count): .severalFaces(count: count)
        case .missing(let number, let faces): .noSuchFace(number: number, faces: faces)
        }
    }
}
