import ArgumentParser
import Foundation

/// The options of every command that computes.
struct ComputeOptions: ParsableArguments {
    @Option(help: "The arithmetic: auto (the fastest without calibration), fp32, bf16 or int8.")
    var precision: PrecisionOption = .auto

    @Option(help: ArgumentHelp("How many threads compute. (default: one a core)", valueName: "n"))
    var threads: Int?

    /// The threads to compute with.
    var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

    func validate() throws { try Self.validate(threads: threads) }

    /// Checks a number of threads.
    static func validate(threads: Int?) throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("The number of threads is from 1 to 1024, not \(threads).")
        }
    }
}
