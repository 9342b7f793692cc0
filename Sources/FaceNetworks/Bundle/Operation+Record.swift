import FaceEngine

extension Operation {
    /// The name of the operation in files, and its attributes.
    var record: (name: String, numbers: [String: [Double]]) {
        switch self {
        case .input(let operation): ("input", ["shape": operation.shape.numbers])
        case .constant(let operation): ("constant", ["shape": operation.shape.numbers])
        case .convolution(let operation):
            (
                "convolution",
                [
                    "outputs": [Double(operation.outputs)], "window": operation.window.numbers,
                    "groups": [Double(operation.groups)], "bias": [operation.hasBias ? 1 : 0],
                ]
            )
        case .fullyConnected(let operation):
            ("fullyConnected", ["outputs": [Double(operation.outputs)], "bias": [operation.hasBias ? 1 : 0]])
        case .batchNorm(let operation): ("batchNorm", ["epsilon": [Double(operation.epsilon)]])
        case .localResponseNorm(let operation):
            (
                "localResponseNorm",
                [
                    "size": [Double(operation.size)], "alpha": [Double(operation.alpha)],
                    "beta": [Double(operation.beta)], "k": [Double(operation.k)],
                ]
            )
        case .activation(.relu): ("relu", [:])
        case .activation(.leakyReLU(let slope)): ("leakyReLU", ["slope": [Double(slope)]])
        case .activation(.clip(let minimum, let maximum)):
            ("clip", ["minimum": [Double(minimum)], "maximum": [Double(maximum)]])
        case .activation(.sigmoid): ("sigmoid", [:])
        case .prelu: ("prelu", [:])
        case .maxout(let operation): ("maxout", ["pieces": [Double(operation.pieces)]])
        case .pool(let operation): (operation.kind.recordName, ["window": operation.window.numbers])
        case .globalAveragePool: ("globalAveragePool", [:])
        case .concatenate(let operation): ("concatenate", ["axis": [Double(operation.axis)]])
        case .elementwise(let operation): (operation.kind.rawValue, [:])
        case .residual(let operation): ("residual", ["scale": [Double(operation.scale)]])
        case .dropout(let operation): ("dropout", ["rate": [Double(operation.rate)]])
        case .reshape(let operation): ("reshape", ["shape": operation.shape.numbers])
        case .transpose(let operation): ("transpose", ["permutation": operation.permutation.map(Double.init)])
        case .softmax(let operation): ("softmax", ["axis": [Double(operation.axis)]])
        case .l2Normalize(let operation):
            ("l2Normalize", ["axis": [Double(operation.axis)], "epsilon": [Double(operation.epsilon)]])
        case .resize(let operation): ("resize", ["factors": [Double(operation.rows), Double(operation.columns)]])
        }
    }

    /// Reads an operation.
    ///
    /// - Throws: ``NetworkError`` if there is none of that name, or an attribute is missing.
    init(_ record: NodeRecord) throws(NetworkError) {
        switch record.operation {
        case "input": self = .input(Input(shape: try record.shape("shape")))
        case "constant": self = .constant(Constant(shape: try record.shape("shape")))
        case "convolution":
            self = .convolution(
                Convolution(
                    outputs: try record.integer("outputs"),
                    window: try record.window(),
                    groups: try record.integer("groups"),
                    hasBias: try record.integer("bias") == 1
                )
            )
        case "fullyConnected":
            let hasBias = try record.integer("bias") == 1
            self = .fullyConnected(FullyConnected(outputs: try record.integer("outputs"), hasBias: hasBias))
        case "batchNorm": self = .batchNorm(BatchNorm(epsilon: try record.float("epsilon")))
        case "localResponseNorm":
            self = .localResponseNorm(
                LocalResponseNorm(
                    size: try record.integer("size"),
                    alpha: try record.float("alpha"),
                    beta: try record.float("beta"),
                    k: try record.float("k")
                )
            )
        case "relu": self = .activation(.relu)
        case "leakyReLU": self = .activation(.leakyReLU(slope: try record.float("slope")))
        case "clip":
            self = .activation(.clip(minimum: try record.float("minimum"), maximum: try record.float("maximum")))
        case "sigmoid": self = .activation(.sigmoid)
        case "prelu": self = .prelu(PReLU())
        case "maxout": self = .maxout(Maxout(pieces: try record.integer("pieces")))
        case "maxPool": self = .pool(Pool(.max, window: try record.window()))
        case "averagePool": self = .pool(Pool(.average(countsBorder: false), window: try record.window()))
        case "averagePoolWithBorder": self = .pool(Pool(.average(countsBorder: true), window: try record.window()))
        case "l2Pool": self = .pool(Pool(.l2, window: try record.window()))
        case "globalAveragePool": self = .globalAveragePool(GlobalAveragePool())
        case "concatenate": self = .concatenate(Concatenate(axis: try record.integer("axis")))
        case "residual": self = .residual(Residual(scale: try record.float("scale")))
        case "dropout": self = .dropout(Dropout(rate: try record.float("rate")))
        case "reshape": self = .reshape(Reshape(try record.shape("shape")))
        case "transpose": self = .transpose(Transpose(try record.integers("permutation")))
        case "softmax": self = .softmax(Softmax(axis: try record.integer("axis")))
        case "l2Normalize":
            self = .l2Normalize(L2Normalize(axis: try record.integer("axis"), epsilon: try record.float("epsilon")))
        case "resize":
            let factors = try record.integers("factors", count: 2)
            self = .resize(Resize(rows: factors[0], columns: factors[1]))
        default:
            guard let kind = Elementwise.Kind(rawValue: record.operation) else {
                throw record.error("there is no such operation")
            }
            self = .elementwise(Elementwise(kind))
        }
    }
}

extension Pool.Kind {
    fileprivate var recordName: String {
        switch self {
        case .max: "maxPool"
        case .average(false): "averagePool"
        case .average(true): "averagePoolWithBorder"
        case .l2: "l2Pool"
        }
    }
}

extension Shape {
    fileprivate var numbers: [Double] { dimensions.map(Double.init) }
}

extension Window {
    fileprivate var numbers: [Double] {
        [rows, columns, rowStride, columnStride, top, left, bottom, right, rowDilation, columnDilation].map(Double.init)
    }
}
