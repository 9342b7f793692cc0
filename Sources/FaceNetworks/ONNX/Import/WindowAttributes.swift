import FaceEngine

extension ONNXNode {
    /// Reads kernel, stride, border and dilation of a convolution or pooling over `input`, `[C, H, W]`.
    ///
    /// - Parameters:
    ///   - input: The shape of one example.
    ///   - kernel: The size of the kernel where the weights tell it.
    /// - Returns: The window, its border worked out where the model asks for one that keeps the size.
    /// - Throws: ``ONNXError`` if the attributes are not those of an image.
    func window(over input: Shape, kernel: [Int]? = nil) throws(ONNXError) -> Window {
        guard input.rank == 3 else { throw unsupported("only images, [N, C, H, W], are supported") }
        let kernel = try pair("kernel_shape", or: kernel)
        let strides = try pair("strides", or: [1, 1])
        let dilations = try pair("dilations", or: [1, 1])
        var window = Window(
            rows: kernel.0,
            columns: kernel.1,
            rowStride: strides.0,
            columnStride: strides.1,
            rowDilation: dilations.0,
            columnDilation: dilations.1
        )
        switch string("auto_pad", or: "NOTSET") {
        case "NOTSET":
            let pads = ints("pads") ?? [0, 0, 0, 0]
            guard pads.count == 4, pads.allSatisfy((0..<1 << 16).contains) else {
                throw unsupported("pads \(pads) are not those of an image")
            }
            (window.top, window.left, window.bottom, window.right) = (pads[0], pads[1], pads[2], pads[3])
        case "VALID": break
        case "SAME_UPPER": window.padToSameSize(over: input, moreBefore: false)
        case "SAME_LOWER": window.padToSameSize(over: input, moreBefore: true)
        case let mode: throw unsupported("auto_pad \(mode) is unknown")
        }
        return window
    }

    private func pair(_ name: String, or fallback: [Int]?) throws(ONNXError) -> (Int, Int) {
        guard let values = ints(name) ?? fallback else { throw unsupported("\(name) is missing") }
        guard values.count == 2, values.allSatisfy((1..<1 << 16).contains) else {
            throw unsupported("\(name) \(values) is not that of an image")
        }
        return (values[0], values[1])
    }
}

extension Window {
    /// Sets the border so that the output has `ceil(size / stride)` rows and columns, an odd pixel on the far side or,
    /// if asked, on the near one.
    fileprivate mutating func padToSameSize(over input: Shape, moreBefore: Bool) {
        func border(_ size: Int, _ kernel: Int, _ dilation: Int, _ stride: Int) -> (Int, Int) {
            let count = (size + stride - 1) / stride
            let total = max(0, (count - 1) * stride + (kernel - 1) * dilation + 1 - size)
            return moreBefore ? ((total + 1) / 2, total / 2) : (total / 2, (total + 1) / 2)
        }
        (top, bottom) = border(input[1], rows, rowDilation, rowStride)
        (left, right) = border(input[2], columns, columnDilation, columnStride)
    }
}
