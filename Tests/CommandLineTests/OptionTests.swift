import ArgumentParser
import FaceEngine
import FaceNetworks
import Testing

@testable import facenet

@Suite struct OptionTests {
    @Test func `a model on the command line comes before the environment's`() throws {
        let options = try ModelFileOptions.parse(["--model", "a.onnx"])
        #expect(options.path(environment: ["FACENET_MODEL": "b.onnx"]) == "a.onnx")
        #expect(try ModelFileOptions.parse([]).path(environment: ["FACENET_MODEL": "b.onnx"]) == "b.onnx")
    }

    @Test func `without a model anywhere, the one that comes with the program is used`() throws {
        let options = try ModelFileOptions.parse([])
        #expect(options.path(environment: ["FACENET_DATA": "/nowhere"]) == Model.shippedName)
    }

    @Test(arguments: [("auto", Precision.fastest), ("fp32", .fp32), ("bf16", .bf16), ("int8", .int8)])
    func `precisions are those of the engine, and auto`(name: String, expected: Precision) throws {
        #expect(try ComputeOptions.parse(["--precision", name]).precision.resolved == expected)
    }

    @Test(arguments: ["0", "-1", "1025", "two"])
    func `a number of threads that makes no sense is refused`(threads: String) {
        #expect(throws: (any Error).self) { try ComputeOptions.parse(["--threads=\(threads)"]) }
    }

    @Test func `a size is a side, or rows by columns`() {
        #expect(ImageSize(argument: "160") == ImageSize(160))
        #expect(ImageSize(argument: "140x116") == ImageSize(rows: 140, columns: 116))
        for text in ["", "x", "0", "-1", "1x", "1x2x3", "a"] { #expect(ImageSize(argument: text) == nil, "\(text)") }
    }

    @Test func `rounds and batches must be at least one`() {
        #expect(throws: (any Error).self) { try RoundOptions.parse(["--rounds", "0"]) }
        #expect(throws: (any Error).self) { try RoundOptions.parse(["--seconds", "0"]) }
        #expect(throws: (any Error).self) { try FaceNet.BenchmarkEmbed.parse(["--batch", "0"]) }
    }
}
