import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

/// Models made by `Scripts/make-golden-onnx.py`, and what ONNX Runtime 1.32.0 computes with them.
@Suite struct ONNXImportTests {
    static let names = [
        "activations", "activations-opset-10", "arithmetic", "convolutions", "matrices", "normalizations", "poolings",
        "resizes", "resizes-opset-10", "resizes-opset-9", "shapes", "storage",
    ]

    @Test(arguments: names)
    func `agrees with ONNX Runtime`(name: String) throws {
        try expectGolden(name, modelPath: goldenModel(name))
    }

    @Test func `every golden model is tested`() throws {
        let folder = Bundle.module.bundleURL.appending(path: "Golden/ONNX")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.filter { $0.hasSuffix(".onnx") }.sorted() == Self.names.map { "\($0).onnx" }.sorted())
    }

    @Test func `an exported network is imported with the same result`() throws {
        for name in Self.names {
            let model = try ONNXModel(path: goldenModel(name))
            let (network, parameters) = try model.network()
            let (again, weights) = try exportedAndRead(name, network, parameters)
            let inputs = try goldenInputs(name, model)
            let before = try network.evaluateReference(inputs, parameters: parameters)
            let after = try again.evaluateReference(inputs, parameters: weights)
            for (a, b) in zip(before, after) { expectClose(b, a, .elementwise) }
        }
    }

    @Test func `a small convolution has dotted names and leaves its weights in the file`() throws {
        let (network, parameters) = try ONNXModel(path: goldenModel("convolutions")).network()
        #expect(Array(parameters.names.prefix(3)) == ["conv_0.weight", "conv_0.bias", "conv_1.weight"])
        #expect(network.nodes.map(\.shape).first == [4, 9, 11])
    }

    @Test func `a scaled sum is one residual`() throws {
        let (network, _) = try ONNXModel(path: goldenModel("arithmetic")).network()
        let residuals = network.nodes.filter { if case .residual = $0.operation { true } else { false } }
        #expect(
            residuals.map(\.operation.definition.summary) == [
                "residual x1.0", "residual x0.17", "residual x0.3", "residual x1.0",
            ]
        )
    }
}

/// Exports a network and reads it again.
///
/// The file is kept in the folder that `FACENET_KEEP_EXPORTS` names, for `Scripts/check-onnx-export.py`.
func exportedAndRead(
    _ name: String,
    _ network: Network,
    _ parameters: Parameters
) throws -> (Network, Parameters) {
    let kept = ProcessInfo.processInfo.environment["FACENET_KEEP_EXPORTS"]
    let folder = kept ?? NSTemporaryDirectory() + "onnx-export-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
    try ONNXExporter(network, parameters: parameters).write(to: "\(folder)/\(name).onnx")
    return try ONNXModel(path: "\(folder)/\(name).onnx").network()
}

func goldenModel(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Golden/ONNX/\(name).onnx").path
}

func goldenInputs(_ name: String, _ model: ONNXModel) throws -> [Tensor] {
    let golden = try Golden("ONNX/\(name)", in: .module)
    return try model.inputNames.map { try golden.tensor("input.\($0)") }
}

/// Runs the reference on a model's golden inputs and compares with what ONNX Runtime gave.
func expectGolden(_ name: String, modelPath: String) throws {
    let golden = try Golden("ONNX/\(name)", in: .module)
    let model = try ONNXModel(path: modelPath)
    let inputs = try goldenInputs(name, model)
    let shapes = inputs.map { Shape(Array($0.shape.dimensions.dropFirst())) }
    let (network, parameters) = try model.network(
        inputShapes: Dictionary(uniqueKeysWithValues: zip(model.inputNames, shapes))
    )
    let outputs = try network.evaluateReference(inputs, parameters: parameters)
    for (name, output) in zip(model.outputNames, outputs) {
        expectClose(output, try golden.tensor("output.\(name)"), .reduction)
    }
}
