import FaceEngine
import FaceTestSupport
import Foundation
import Testing

/// An operation rebuilt from the attributes of its golden file; `Golden/README.md` lists them.
struct GoldenOperation: CustomTestStringConvertible {
    let name: String

    var testDescription: String { name }

    /// All golden operations, but for `matmul`: the engine has it with constant weights only, as a dense layer.
    static var all: [GoldenOperation] {
        get throws { try Golden.names(in: .module).filter { !$0.hasPrefix("matmul") }.map(GoldenOperation.init) }
    }

    /// The operation, as an example's axes count it: the files' axes count the batch axis too.
    static func operation(of golden: Golden) throws -> FaceEngine.Operation {
        switch golden.attributes["op"] {
        case "convolution":
            let (outputs, groups) = (try golden.integer("outputs"), try golden.integer("groups"))
            let window = try window(of: golden, dilation: golden.integers("dilation"))
            let hasBias = golden.isTrue("bias")
            return .convolution(Convolution(outputs: outputs, window: window, groups: groups, hasBias: hasBias))
        case "fullyConnected":
            return .fullyConnected(
                FullyConnected(outputs: try golden.integer("outputs"), hasBias: golden.isTrue("bias"))
            )
        case "batchNorm": return .batchNorm(BatchNorm(epsilon: try golden.float("epsilon")))
        case "localResponseNorm": return .localResponseNorm(try localResponseNorm(of: golden))
        case "relu": return .activation(.relu)
        case "leakyReLU": return .activation(.leakyReLU(slope: try golden.float("slope")))
        case "prelu": return .prelu(PReLU())
        case "clip":
            return .activation(.clip(minimum: try golden.float("minimum"), maximum: try golden.float("maximum")))
        case "sigmoid": return .activation(.sigmoid)
        case "maxout": return .maxout(Maxout(pieces: try golden.integer("pieces")))
        case "maxPool": return .pool(Pool(.max, window: try window(of: golden)))
        case "averagePool":
            let kind = Pool.Kind.average(countsBorder: golden.isTrue("countsBorder"))
            return .pool(Pool(kind, window: try window(of: golden)))
        case "l2Pool": return .pool(Pool(.l2, window: try window(of: golden)))
        case "globalAveragePool": return .globalAveragePool(GlobalAveragePool())
        case "flatten": return .reshape(Reshape([try golden.tensor("output").shape[1]]))
        case "concatenate": return .concatenate(Concatenate(axis: try golden.integer("axis") - 1))
        case "softmax": return .softmax(Softmax(axis: try golden.integer("axis") - 1))
        case "l2Normalize":
            return .l2Normalize(L2Normalize(axis: try golden.integer("axis") - 1, epsilon: try golden.float("epsilon")))
        case "residual": return .residual(Residual(scale: try golden.float("scale")))
        case "add": return .elementwise(Elementwise(.add))
        case "subtract": return .elementwise(Elementwise(.subtract))
        case "multiply": return .elementwise(Elementwise(.multiply))
        case "divide": return .elementwise(Elementwise(.divide))
        case "transpose":
            return .transpose(Transpose(try golden.integers("permutation").dropFirst().map { $0 - 1 }))
        case "resizeNearest":
            return .resize(Resize(rows: try golden.integer("rows"), columns: try golden.integer("columns")))
        case let other:
            Issue.record("no operation is called \(other ?? "nothing")")
            return .activation(.relu)
        }
    }

    private static func window(of golden: Golden, dilation: [Int] = [1, 1]) throws -> Window {
        let (kernel, stride) = (try golden.integers("kernel"), try golden.integers("stride"))
        let pads = try golden.integers("pads")
        let window = Window(
            rows: kernel[0],
            columns: kernel[1],
            rowStride: stride[0],
            columnStride: stride[1],
            top: pads[0],
            left: pads[1],
            bottom: pads[2],
            right: pads[3],
            rowDilation: dilation[0],
            columnDilation: dilation[1]
        )
        guard golden.isTrue("ceil") else { return window }
        return window.roundingUp(over: Shape(Array(try golden.tensor("input").shape.dimensions.dropFirst())))
    }

    private static func localResponseNorm(of golden: Golden) throws -> LocalResponseNorm {
        let (size, alpha) = (try golden.integer("size"), try golden.float("alpha"))
        let factor: Float = golden.isTrue("alphaDividedBySize") ? 1 : Float(size)
        return LocalResponseNorm(
            size: size,
            alpha: alpha * factor,
            beta: try golden.float("beta"),
            k: try golden.float("k")
        )
    }
}

extension Golden {
    /// The tensors an operation reads: `input`, or `input0`, `input1` and so on.
    var inputs: [Tensor] {
        get throws {
            if tensorNames.contains("input") { return [try tensor("input")] }
            return try tensorNames.filter { $0.hasPrefix("input") }.sorted().map(tensor)
        }
    }
}
