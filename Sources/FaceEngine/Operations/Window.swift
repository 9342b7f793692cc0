/// The rows and columns a convolution or a pooling looks at: size, step and border.
public struct Window: Hashable, Sendable {
    /// The rows and columns of the kernel.
    public var rows: Int, columns: Int
    /// The step down and to the right.
    public var rowStride: Int, columnStride: Int
    /// The border on each side, in pixels.
    public var top: Int, left: Int, bottom: Int, right: Int
    /// The distance between neighboring taps, 1 for a dense kernel.
    public var rowDilation: Int, columnDilation: Int

    /// Creates a window.
    public init(
        rows: Int,
        columns: Int,
        rowStride: Int = 1,
        columnStride: Int = 1,
        top: Int = 0,
        left: Int = 0,
        bottom: Int = 0,
        right: Int = 0,
        rowDilation: Int = 1,
        columnDilation: Int = 1
    ) {
        (self.rows, self.columns) = (rows, columns)
        (self.rowStride, self.columnStride) = (rowStride, columnStride)
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
        (self.rowDilation, self.columnDilation) = (rowDilation, columnDilation)
    }

    /// Creates a square window with the same border on all sides.
    public init(_ size: Int, stride: Int = 1, padding: Int = 0) {
        self.init(
            rows: size,
            columns: size,
            rowStride: stride,
            columnStride: stride,
            top: padding,
            left: padding,
            bottom: padding,
            right: padding
        )
    }

    /// The rows and columns the kernel spans, gaps included.
    var extent: (rows: Int, columns: Int) { ((rows - 1) * rowDilation + 1, (columns - 1) * columnDilation + 1) }

    /// What tables print, such as `3x3/2`.
    public var summary: String {
        let stride =
            rowStride == columnStride ? (rowStride == 1 ? "" : "/\(rowStride)") : "/\(rowStride)x\(columnStride)"
        return "\(rows)x\(columns)\(stride)"
    }

    /// Returns the rows and columns of the output, `floor((H + top + bottom - extent) / stride) + 1` each way.
    func outputSize(of input: Shape, for operation: String) throws(NetworkError) -> (rows: Int, columns: Int) {
        guard input.rank == 3 else {
            throw .unsuitable(operation: operation, inputs: [input], reason: "it needs [C, H, W]")
        }
        guard
            min(rows, columns, rowStride, columnStride) >= 1, min(rowDilation, columnDilation) >= 1,
            min(top, left, bottom, right) >= 0
        else { throw .unsuitable(operation: operation, inputs: [input], reason: "its window is malformed") }
        let (height, width) = (input[1] + top + bottom - extent.rows, input[2] + left + right - extent.columns)
        guard height >= 0, width >= 0 else {
            throw .unsuitable(operation: operation, inputs: [input], reason: "the input is smaller than the window")
        }
        return (height / rowStride + 1, width / columnStride + 1)
    }

    /// Adds what is needed at the bottom and right for the output size to be rounded up, not down.
    ///
    /// As PyTorch and ONNX have it, a window that would start in the added border is left out.
    public func roundingUp(over input: Shape) -> Window {
        func added(_ size: Int, _ before: Int, _ after: Int, _ extent: Int, _ stride: Int) -> Int {
            let span = size + before + after - extent
            guard span >= 0 else { return 0 }
            var count = (span + stride - 1) / stride + 1
            if (count - 1) * stride >= size + before { count -= 1 }
            return max(0, (count - 1) * stride - span)
        }
        var window = self
        window.bottom += added(input[1], top, bottom, extent.rows, rowStride)
        window.right += added(input[2], left, right, extent.columns, columnStride)
        return window
    }
}
