/// A window slid over each channel, one number for each place.
public struct Pool: OperationDefinition {
    /// What is kept of a window.
    public enum Kind: Hashable, Sendable {
        /// The greatest; the border does not take part.
        case max
        /// The mean, over the window or, unless the border counts, over its part inside the image.
        case average(countsBorder: Bool)
        /// The square root of the sum of squares; the border is zero.
        case l2
    }

    /// What is kept of a window.
    public var kind: Kind
    /// Kernel, stride and border.
    public var window: Window

    /// Creates a pooling.
    public init(_ kind: Kind, window: Window) {
        self.kind = kind
        self.window = window
    }

    /// What tables call the operation.
    public var summary: String {
        switch kind {
        case .max: "max pool \(window.summary)"
        case .average: "average pool \(window.summary)"
        case .l2: "L2 pool \(window.summary)"
        }
    }

    /// `[C, H, W]` to `[C, H', W']`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        let size = try window.outputSize(of: input, for: summary)
        guard
            max(window.top, window.bottom) < window.extent.rows, max(window.left, window.right) < window.extent.columns
        else { throw .unsuitable(operation: summary, inputs: inputs, reason: "the border is as wide as the window") }
        return [input[0], size.rows, size.columns]
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        let (planes, height, width) = (x.shape[0] * x.shape[1], x.shape[2], x.shape[3])
        let rows = (height + window.top + window.bottom - window.extent.rows) / window.rowStride + 1
        let columns = (width + window.left + window.right - window.extent.columns) / window.columnStride + 1
        var y: [Float] = []
        y.reserveCapacity(planes * rows * columns)
        for plane in 0..<planes {
            for row in 0..<rows {
                for column in 0..<columns {
                    var values: [Float] = []
                    for r in 0..<window.rows {
                        let h = row * window.rowStride - window.top + r * window.rowDilation
                        for c in 0..<window.columns {
                            let w = column * window.columnStride - window.left + c * window.columnDilation
                            guard (0..<height).contains(h), (0..<width).contains(w) else { continue }
                            values.append(x.scalars[(plane * height + h) * width + w])
                        }
                    }
                    y.append(reduce(values))
                }
            }
        }
        return Tensor(y, shape: [x.shape[0], x.shape[1], rows, columns])
    }

    private func reduce(_ values: [Float]) -> Float {
        switch kind {
        case .max: values.reduce(-.infinity, Swift.max)
        case .average(true): values.reduce(0, +) / Float(window.rows * window.columns)
        case .average(false): values.reduce(0, +) / Float(values.count)
        case .l2: values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
    }
}

/// The mean of each channel over all rows and columns.
public struct GlobalAveragePool: OperationDefinition {
    /// Creates a global average pooling.
    public init() {}

    /// What tables call the operation.
    public var summary: String { "global average pool" }

    /// `[C, H, W]` to `[C, 1, 1]`.
    public func outputShape(for inputs: [Shape]) throws(NetworkError) -> Shape {
        let input = try inputs.only(for: summary)
        guard input.rank == 3, input.count > 0 else {
            throw .unsuitable(operation: summary, inputs: inputs, reason: "it needs [C, H, W]")
        }
        return [input[0], 1, 1]
    }

    /// The definition.
    public func evaluateReference(_ inputs: [Tensor], parameters: [Tensor]) -> Tensor {
        let x = inputs[0]
        let plane = x.shape[2] * x.shape[3]
        let means = stride(from: 0, to: x.scalars.count, by: plane).map { start in
            x.scalars[start..<start + plane].reduce(0, +) / Float(plane)
        }
        return Tensor(means, shape: [x.shape[0], x.shape[1], 1, 1])
    }
}
