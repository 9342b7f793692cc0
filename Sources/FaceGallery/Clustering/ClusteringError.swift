/// Why faces could not be grouped.
public enum ClusteringError: Error, Hashable, Sendable {
    /// The face at `index` has another dimension than the first.
    case dimension(index: Int, expected: Int, given: Int)
    /// A threshold is not a number from 0 through 4.
    case invalidThreshold(Float)
    /// A list of the constraints has another length than the list of faces.
    case constraintCount(faces: Int, given: Int)
    /// A constraint names a face that is not there.
    case unknownFace(index: Int, faces: Int)
    /// Two faces have to be together and must not be.
    case contradiction(first: Int, second: Int)
    /// There are more faces than a graph numbers.
    case tooManyFaces(Int)
}

extension ClusteringError: CustomStringConvertible {
    /// What is wrong, as one sentence that can follow `path: `.
    public var description: String {
        switch self {
        case .dimension(let index, let expected, let given):
            "face \(index) has \(given) dimensions, others have \(expected)"
        case .invalidThreshold(let threshold): "a threshold is a number from 0 through 4, not \(threshold)"
        case .constraintCount(let faces, let given): "there are \(faces) faces, and constraints for \(given)"
        case .unknownFace(let index, let faces): "a constraint names face \(index), and there are \(faces)"
        case .contradiction(let first, let second):
            "faces \(first) and \(second) must be together and must not be together"
        case .tooManyFaces(let count): "\(count) faces are more than can be grouped at once"
        }
    }
}
