import Foundation
import Testing

/// The command line as it was built along with the tests.
enum Binary {
    /// What one run printed, and how it ended.
    struct Outcome {
        var output: Data
        var errors: String
        var code: Int32

        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// The folder of models and data sets, or `nil` where there is none.
    static let data = ProcessInfo.processInfo.environment["FACENET_DATA"]

    /// The published model, for tests that know what it answers; whoever names no model gets the one that comes with us.
    static let published = "\(data ?? "")/facenet-vggface2.onnx"

    /// Beside the test bundle, which is what runs here.
    private static let url = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("facenet")

    /// Runs the program to its end; it sees the variables of `environment`, and the search path.
    ///
    /// While it runs, `disturb` is called once. With `fileLimit` it may write no file of more blocks of 512 bytes, and is
    /// told so as by a full disk.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        fileLimit: Int? = nil,
        disturb: (Process) throws -> Void = { _ in }
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        if let fileLimit {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            let script = "trap '' XFSZ; ulimit -f \(fileLimit); exec \"$0\" \"$@\""
            process.arguments = ["-c", script, url.path] + arguments
        }
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { given, _ in given }
        // Files, not pipes: nobody has to empty them meanwhile.
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, errors) = (folder.appendingPathComponent("output"), folder.appendingPathComponent("errors"))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        try disturb(process)
        process.waitUntilExit()
        return Outcome(
            output: try Data(contentsOf: output),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
            code: process.terminationStatus
        )
    }
}
