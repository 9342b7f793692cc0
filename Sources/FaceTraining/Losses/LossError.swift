public import FaceEngine

/// A reason why a loss could not be computed.
public enum LossError: Error, Equatable, Sendable {
    /// The embedding in this row of the batch has a coordinate that is not a number, or is infinite.
    case notFinite(row: Int)
    /// The embedding in this row is not of unit length; distances between such mean nothing.
    case notUnit(row: Int, length: Float)
    /// A label names a class that the head does not have.
    case unknownClass(row: Int, label: Int, classes: Int)
    /// The loss compares with a teacher's embeddings, and there are none in the batch.
    case noTeacher
    /// The teacher's embeddings have another dimension than the head was made for.
    case teacherDimension(expected: Int, actual: Int)
    /// The engine failed.
    case engine(EngineError)
}

extension LossError: CustomStringConvertible {
    /// One sentence, without a capital or a full stop, to follow a path and a colon.
    public var description: String {
        switch self {
        case .notFinite(let row): "embedding \(row) of the batch is not finite"
        case .notUnit(let row, let length):
            "embedding \(row) of the batch has length \(length), not 1: the network must end in an L2 normalization"
        case .unknownClass(let row, let label, let classes):
            "embedding \(row) of the batch has label \(label), but the head has classes 0 to \(classes - 1)"
        case .noTeacher: "distillation needs a teacher's embeddings, and the batch has none"
        case .teacherDimension(let expected, let actual):
            "the teacher's embeddings have \(actual) coordinates, not \(expected)"
        case .engine(let error): error.description
        }
    }
}
