import FaceEngine
import Synchronization

/// Weights that a network wants otherwise than the file has them, made once and shared by all networks of a model.
final class ParameterCopies: Sendable {
    private let copies = Mutex<[String: Parameter]>([:])

    /// Returns the copy called `name`, made by `make` if there is none of that shape yet.
    func copy(_ name: String, shape: Shape, make: () -> [Float]) -> Parameter {
        if let copy = copies.withLock({ $0[name] }), copy.shape == shape { return copy }
        let copy = Parameter(Tensor(make(), shape: shape))
        copies.withLock { $0[name] = copy }
        return copy
    }
}
