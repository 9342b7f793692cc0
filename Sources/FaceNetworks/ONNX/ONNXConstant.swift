import FaceEngine

/// A tensor that the model gives: weights, or the integers of its shape arithmetic.
struct ONNXConstant: Sendable {
    /// What the tensor holds.
    enum Storage: Sendable {
        /// Floats that lie in a file.
        case mapped(MappedFile, offset: Int, ScalarType)
        /// Floats in memory.
        case floats([Float])
        /// Integers in memory, among them the size of the batch.
        case extents([Extent])
    }

    /// The extents, outermost first; all zero or more.
    let dims: [Int]
    /// What the tensor holds, row-major.
    let storage: Storage

    /// The number of scalars.
    var count: Int { dims.reduce(1, *) }

    /// The scalars as floats, or `nil` if the batch is among them.
    ///
    /// - Complexity: O(*n*) in the number of scalars.
    var scalars: [Float]? {
        switch storage {
        case .mapped: parameter(of: Shape([count])).tensor.scalars
        case .floats(let floats): floats
        case .extents: integers?.map(Float.init)
        }
    }

    /// The scalars as integers with the batch among them, or `nil` if they are floats.
    var extents: [Extent]? {
        if case .extents(let extents) = storage { extents } else { nil }
    }

    /// The scalars as integers, or `nil` if they are floats or the batch is among them.
    var integers: [Int]? {
        guard let extents else { return nil }
        let known = extents.compactMap(\.value)
        return known.count == extents.count ? known : nil
    }

    /// The one scalar, if there is just one.
    var scalar: Float? { count == 1 ? scalars?.first : nil }

    /// The tensor as a parameter of another shape, without a copy if it lies in a file.
    ///
    /// - Precondition: The shape holds as many scalars.
    func parameter(of shape: Shape) -> Parameter {
        switch storage {
        case .mapped(let file, let offset, let type):
            Parameter(mapped: file, offset: offset, shape: shape, scalarType: type)
        case .floats(let floats): Parameter(Tensor(floats, shape: shape))
        case .extents(let extents): Parameter(Tensor(extents.map { Float($0.value ?? 0) }, shape: shape))
        }
    }
}

/// One number of a model's shape arithmetic: known, or the size of the batch, which is known only later.
enum Extent: Hashable, Sendable {
    case known(Int)
    case batch

    /// The number, unless it is the batch.
    var value: Int? {
        if case .known(let value) = self { value } else { nil }
    }
}

/// Checks a claimed shape before anything relies on it.
///
/// - Returns: The extents and their product.
func checkedDims(_ dims: [Int64], of name: String) throws(ONNXError) -> (dims: [Int], count: Int) {
    guard dims.count <= 8 else { throw .malformed(reason: "tensor \(name) has \(dims.count) axes") }
    var count = 1
    for dim in dims {
        let (product, overflow) = count.multipliedReportingOverflow(by: Int(dim))
        guard dim >= 0, !overflow, product <= 1 << 40 else {
            throw .malformed(reason: "tensor \(name) claims an impossible shape")
        }
        count = product
    }
    return (dims.map(Int.init), count)
}
