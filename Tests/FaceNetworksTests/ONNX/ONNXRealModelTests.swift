import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

private let data = ProcessInfo.processInfo.environment["FACENET_DATA"]

/// The detectors and the oracle, where they are at hand.
@Suite(.enabled(if: data != nil, "FACENET_DATA is not set"))
struct ONNXRealModelTests {
    @Test(arguments: [
        ("mtcnn-pnet", "mtcnn/mtcnn-pnet.onnx"), ("mtcnn-rnet", "mtcnn/mtcnn-rnet.onnx"),
        ("mtcnn-onet", "mtcnn/mtcnn-onet.onnx"), ("yunet", "yunet/yunet_n_dynamic.onnx"),
    ])
    func `a detector agrees with ONNX Runtime`(name: String, file: String) throws {
        try expectGolden(name, modelPath: "\(data ?? "")/\(file)")
    }

    @Test func `Inception-ResNet-v1 has its layers, weights and residuals`() throws {
        let (network, parameters) = try ONNXModel(path: "\(data ?? "")/facenet-vggface2.onnx").network()
        #expect(network.inputs.map { network[$0].shape } == [[3, 160, 160]])
        #expect(network.outputs.map { network[$0].shape } == [[512]])
        let convolutions = network.nodes.filter { if case .convolution = $0.operation { true } else { false } }
        let residuals = network.nodes.filter { if case .residual = $0.operation { true } else { false } }
        #expect(convolutions.count == 132)
        #expect(residuals.count == 21)
        #expect(network.nodes.count == 315)
        #expect(parameters.scalarCount == 23_469_360)
    }

    @Test func `the oracle is exported and imported with the same layers and weights`() throws {
        let (network, parameters) = try ONNXModel(path: "\(data ?? "")/facenet-vggface2.onnx").network()
        let (again, weights) = try exportedAndRead("facenet-vggface2", network, parameters)
        #expect(again.nodes.map(\.operation) == network.nodes.map(\.operation))
        #expect(weights.names == parameters.names)
        for name in ["repeat_1.repeat_1.0.conv2d.conv.weight", "last_linear.matmul.weight"] {
            #expect(weights[name]?.tensor == parameters[name]?.tensor)
            #expect(weights[name] != nil)
        }
    }

    @Test func `the size of P-Net's input is open`() throws {
        let model = try ONNXModel(path: "\(data ?? "")/mtcnn/mtcnn-pnet.onnx")
        #expect(model.dimensions(ofInput: "image") == [3, nil, nil])
        #expect(throws: ONNXError.openShape(input: "image")) { try model.network() }
        #expect(throws: ONNXError.unsuitableShape(input: "image", shape: [1, 24, 24])) {
            try model.network(inputShapes: ["image": [1, 24, 24]])
        }
    }
}
