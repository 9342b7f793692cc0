import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

/// Reading what was written, and what others wrote.
@Suite struct SafetensorsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "safetensors-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    @Test func `what is written is read again, in the same order`() throws {
        var parameters = Parameters()
        parameters["conv1.weight"] = Parameter(Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]))
        parameters["conv1.bias"] = Parameter(Tensor([-1, 0.5], shape: [2]))
        parameters["scalar"] = Parameter(Tensor([7], shape: []))
        parameters["nothing"] = Parameter(Tensor([], shape: [0, 3]))
        parameters["a \"quoted\" \\ name/é"] = Parameter(Tensor([8], shape: [1]))
        try Safetensors.write(parameters, to: path("a"), metadata: ["architecture": "nn4", "note": "line\nbreak"])
        let file = try Safetensors(contentsOf: path("a"))
        #expect(file.metadata == ["architecture": "nn4", "note": "line\nbreak"])
        #expect(file.parameters.names.sorted() == parameters.names.sorted())
        #expect(file.parameters.names.filter { $0 != "nothing" } == parameters.names.filter { $0 != "nothing" })
        for name in parameters.names {
            #expect(file.parameters[name]?.tensor == parameters[name]?.tensor)
            #expect(file.parameters[name]?.scalarType == .float32)
        }
    }

    @Test func `the same parameters give the same bytes`() throws {
        let network = try Architecture.nns2.network()
        try Safetensors.write(.golden(for: network), to: path("a"), metadata: ["x": "1", "y": "2", "z": "3"])
        try Safetensors.write(.golden(for: network), to: path("b"), metadata: ["z": "3", "x": "1", "y": "2"])
        #expect(try Data(contentsOf: URL(filePath: path("a"))) == Data(contentsOf: URL(filePath: path("b"))))
    }

    @Test func `tensors are aligned, wide scalars first`() throws {
        let original = safetensors(
            #"{"b":{"dtype":"I8","shape":[3],"data_offsets":[0,3]},"#
                + #""a":{"dtype":"F64","shape":[1],"data_offsets":[3,11]},"c":{"dtype":"BF16","shape":[1],"data_offsets":[11,13]}}"#,
            [1, 2, 0xff] + bytes(of: 2.5 as Double) + [0xc0, 0x3f]
        )
        try original.write(to: URL(filePath: path("a")))
        let read = try Safetensors(contentsOf: path("a"))
        #expect(read.parameters.names == ["b", "a", "c"])
        try Safetensors.write(read.parameters, to: path("b"))
        let again = try Safetensors(contentsOf: path("b"))
        #expect(again.parameters.names == ["a", "c", "b"])
        #expect(again.parameters["a"]?.tensor.scalars == [2.5])
        #expect(again.parameters["b"]?.tensor.scalars == [1, 2, -1])
        #expect(again.parameters["c"]?.tensor.scalars == [1.5])
        #expect(again.parameters["b"]?.scalarType == .int8)
        for name in again.parameters.names {
            let parameter = try #require(again.parameters[name])
            parameter.withUnsafeBytes { bytes in
                #expect(Int(bitPattern: bytes.baseAddress) % parameter.scalarType.byteCount == 0)
            }
        }
    }

    @Test func `a file written by Python is read`() throws {
        let golden = try Golden("nn2", in: .module)
        #expect(golden.attributes["network"] == "nn2")
        #expect(try golden.tensor("embedding").shape == [2, 128])
    }

    @Test func `floats are handed out without a copy`() throws {
        var parameters = Parameters()
        parameters["weight"] = Parameter(Tensor([Float](repeating: 1, count: 1000), shape: [1000]))
        try Safetensors.write(parameters, to: path("a"))
        let parameter = try #require(try Safetensors(contentsOf: path("a")).parameters["weight"])
        let stored = parameter.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
        #expect(parameter.withUnsafeFloats { Int(bitPattern: $0.baseAddress) } == stored)
    }

    @Test func `a file may be written over itself`() throws {
        var parameters = Parameters()
        parameters["weight"] = Parameter(Tensor([1, 2, 3], shape: [3]))
        try Safetensors.write(parameters, to: path("a"))
        let mapped = try Safetensors(contentsOf: path("a")).parameters
        try Safetensors.write(mapped, to: path("a"), metadata: ["written": "twice"])
        let file = try Safetensors(contentsOf: path("a"))
        #expect(file.metadata == ["written": "twice"])
        #expect(file.parameters["weight"]?.tensor.scalars == [1, 2, 3])
        #expect(mapped["weight"]?.tensor.scalars == [1, 2, 3])
    }

    @Test func `a file that cannot be written leaves nothing behind`() throws {
        try FileManager.default.createDirectory(atPath: path("taken/inside"), withIntermediateDirectories: true)
        var parameters = Parameters()
        parameters["weight"] = Parameter(Tensor([1], shape: [1]))
        #expect(throws: SafetensorsError.self) { try Safetensors.write(parameters, to: path("taken")) }
        #expect(throws: SafetensorsError.unwritable(reason: "No such file or directory")) {
            try Safetensors.write(parameters, to: path("absent/a"))
        }
        parameters["__metadata__"] = Parameter(Tensor([1], shape: [1]))
        #expect(throws: SafetensorsError.self) { try Safetensors.write(parameters, to: path("b")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
    }
}

/// A whole file: the length, the header, the tensors.
func safetensors(_ header: String, _ body: [UInt8] = []) -> Data {
    let json = [UInt8](header.utf8)
    return Data(withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json + body)
}

/// The bytes of a number, little-endian.
private func bytes(of number: Double) -> [UInt8] { withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init) }
