import FaceEngine
import FaceNetworks
import Foundation
import Testing

/// No layer of an architecture we ship may be trained on a reference kernel: it would be right, and take minutes.
@Suite(.serialized) struct TrainingKernelTests {
    @Test(arguments: Architecture.all, [Precision.fp32, .bf16])
    func `no layer is trained on a reference kernel`(_ architecture: Architecture, _ precision: Precision) throws {
        guard precision != .bf16 || Precision.fastest == .bf16 else {
            print("skipped: this CPU has no bf16")
            return
        }
        let network = try architecture.network()
        var parameters = Parameters()
        for role in network.parameters { parameters[role.name] = Parameter(Tensor(zeros: role.shape)) }
        let program = try TrainingProgram(
            network,
            parameters: parameters,
            options: TrainingOptions(batchSize: 2, precision: precision)
        )
        // Looked for here by any mention, lest the compiler's own idea of a reference kernel be wrong.
        // Without AVX-512 oneDNN 2.6 has no other kernel for local response norm in blocks of 16 channels.
        let slow = program.steps.filter {
            $0.kernel.contains("ref") && (Self.hasAVX512 || !$0.kernel.contains("lrn"))
        }
        #expect(slow.isEmpty, "\(slow.map { "\($0.name): \($0.kernel)" })")
    }

    private static let hasAVX512 =
        (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("avx512f") ?? true
}
