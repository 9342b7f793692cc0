import FaceEngine
import FaceImaging
import FaceNetworks
import Foundation

/// Small sound files, made here so that none is kept in the repository.
enum Seeds {
    /// The files that inputs of a reader are made from.
    static func files(for target: Target) throws -> [[UInt8]] {
        switch target {
        case .safetensors: [try bytes { try Safetensors.write(parameters(of: network()), to: $0) }]
        case .onnx:
            [try bytes { try ONNXExporter(network(), parameters: parameters(of: network())).write(to: $0) }]
        case .bundle:
            [
                try bytes {
                    let card = ModelCard(name: "seed", inputSize: ImageSize(16), dimension: 8)
                    try Model(card: card, network: network(), parameters: parameters(of: network())).write(toFile: $0)
                }
            ]
        case .photo:
            try ([.jpeg(quality: 80), .png, .webp(quality: 80)] as [ImageEncoding]).map { try photo().encoded(as: $0) }
        }
    }

    private static func bytes(_ write: (String) throws -> Void) throws -> [UInt8] {
        let path = "/tmp/fuzz-readers-seed-\(getpid())"
        defer { unlink(path) }
        try write(path)
        return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A network with a node of every operation.
    private static func network() throws -> Network {
        var builder = NetworkBuilder(name: "seed")
        var x = try builder.input([3, 16, 16])
        func chain(_ steps: [(String, FaceEngine.Operation)]) throws {
            for (name, operation) in steps { x = try builder.add(operation, to: [x], name: name) }
        }
        try chain([
            ("conv", .convolution(Convolution(outputs: 8, window: Window(3, stride: 2, padding: 1)))),
            ("norm", .batchNorm(BatchNorm())), ("relu", .activation(.relu)),
            ("lrn", .localResponseNorm(LocalResponseNorm())), ("pool", .pool(Pool(.max, window: Window(3, stride: 2)))),
            ("groups", .convolution(Convolution(outputs: 8, window: Window(3, padding: 1), groups: 4, hasBias: false))),
            ("prelu", .prelu(PReLU())), ("l2", .pool(Pool(.l2, window: Window(2)))),
            ("leaky", .activation(.leakyReLU(slope: 0.1))),
            ("mean", .pool(Pool(.average(countsBorder: true), window: Window(1)))),
            ("clip", .activation(.clip(minimum: -1, maximum: 1))), ("up", .resize(Resize(rows: 2, columns: 2))),
        ])
        let gate = try builder.add(.activation(.sigmoid), to: [x], name: "gate")
        let product = try builder.add(.elementwise(Elementwise(.multiply)), to: [x, gate], name: "product")
        let sum = try builder.add(.residual(Residual(scale: 0.2)), to: [x, product], name: "sum")
        x = try builder.add(.concatenate(Concatenate()), to: [sum, gate], name: "both")
        try chain([
            ("maxout", .maxout(Maxout(pieces: 2))), ("turn", .transpose(Transpose([1, 2, 0]))),
            ("flat", .reshape(Reshape([128]))), ("drop", .dropout(Dropout(rate: 0.5))),
            ("full", .fullyConnected(FullyConnected(outputs: 8))), ("soft", .softmax(Softmax())),
            ("unit", .l2Normalize(L2Normalize())),
        ])
        return builder.network(outputs: [x])
    }

    private static func parameters(of network: Network) -> Parameters {
        var parameters = Parameters()
        for role in network.parameters {
            let scalars = (0..<role.shape.count).map { Float($0 % 17 + 1) / 17 }
            parameters[role.name] = Parameter(Tensor(scalars, shape: role.shape))
        }
        return parameters
    }

    private static func photo() -> Photo {
        let pixels = (0..<32 * 24 * 3).map { UInt8(truncatingIfNeeded: $0 * 7 ^ $0 >> 3) }
        return Photo(width: 32, height: 24, pixels: pixels)
    }
}
