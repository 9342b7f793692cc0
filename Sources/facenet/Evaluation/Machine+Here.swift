import FaceReport
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension RunRecord.Machine {
    /// The instructions that make a library choose other kernels, of which there are hundreds.
    private static let telling = [
        "amx_bf16", "amx_int8", "asimd", "asimddp", "avx", "avx2", "avx512_bf16", "avx512_fp16", "avx512_vnni",
        "avx512bw",
        "avx512f", "avx_vnni", "bf16", "fma", "i8mm", "sve",
    ]

    /// The machine this runs on, as Linux describes it; elsewhere without the processor's name and instructions.
    static let here: Self = {
        let fields = processorFields
        let process = ProcessInfo.processInfo
        let flags = fields["flags"] ?? fields["Features"]
        return Self(
            processor: fields["model name"] ?? "unknown",
            cores: process.activeProcessorCount,
            memoryGiB: (Double(process.physicalMemory) / 0x1p30 * 10).rounded() / 10,
            system: system,
            instructionSets: flags.map { flags in
                let present = Set(flags.split(separator: " ").map(String.init))
                return telling.filter(present.contains)
            }
        )
    }()

    /// What the kernel says about the first processor.
    private static var processorFields: [String: String] {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        var fields: [String: String] = [:]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(while: { !$0.isEmpty }) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            fields[name] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return fields
    }

    /// The system, and the instructions the program was compiled for.
    private static var system: String {
        #if arch(x86_64)
        let architecture = "x86_64"
        #elseif arch(arm64)
        let architecture = "arm64"
        #else
        let architecture = "other architecture"
        #endif
        return "\(ProcessInfo.processInfo.operatingSystemVersionString), \(architecture)"
    }
}
