import FaceEngine
import FaceNetworks
import Testing

/// No layer of an architecture we ship may fall on a reference kernel: it would be right, and take minutes.
@Suite struct ShippedKernelTests {
    /// The paper's widest network has 140 million weights; zeros are packed as fast as any.
    @Test(arguments: Architecture.all, Precision.allCases)
    func `no layer runs on a reference kernel`(_ architecture: Architecture, _ precision: Precision) throws {
        guard precision != .bf16 || Precision.fastest == .bf16 else {
            print("skipped: this CPU has no bf16")
            return
        }
        let network = try architecture.network()
        var parameters = Parameters()
        for role in network.parameters { parameters[role.name] = Parameter(Tensor(zeros: role.shape)) }
        // Which kernel runs depends on shapes, types and signs, not on the ranges themselves.
        let ranges = network.nodes.map { node in
            let isImage: Bool = if case .input = node.operation { true } else { false }
            return (node.name, ActivationRange(minimum: isImage ? -1 : 0, maximum: 1))
        }
        let options = InferenceOptions(
            batchSize: 2,
            precision: precision,
            calibration: Calibration(ranges: Dictionary(ranges) { first, _ in first })
        )
        let program = try InferenceProgram(network, parameters: parameters, options: options)
        // Without AVX-512, oneDNN 3 has no kernel that normalizes across as few channels as NNS2 begins with.
        let isKnown = architecture.name == "nns2" && Precision.fastest != .bf16
        // Looked for here by any mention, lest the compiler's own idea of a reference kernel be wrong.
        let slow = program.steps.filter { $0.kernel.contains("ref") && !(isKnown && $0.name == "norm1") }
        #expect(slow.isEmpty, "\(slow.map { "\($0.name): \($0.kernel)" })")
        // Nothing that multiplies is missing from the program.
        let planned = program.steps.reduce(0) { $0 + $1.multiplyAdds }
        #expect(planned == 2 * network.multiplyAdds)
    }
}
