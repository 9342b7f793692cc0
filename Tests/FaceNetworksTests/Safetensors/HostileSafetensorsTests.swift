import FaceEngine
import FaceNetworks
import FaceTestSupport
import Foundation
import Testing

/// Files that lie.
@Suite struct HostileSafetensorsTests {
    private func error(_ file: Data) -> String {
        do throws(SafetensorsError) {
            try validate(file)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    private func validate(_ file: Data) throws(SafetensorsError) {
        try file.withUnsafeBytes { bytes in
            Result { () throws(SafetensorsError) in try Safetensors.validate(bytes) }
        }.get()
    }

    @Test(
        arguments: [
            (#"{}"#, 0, "none"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  "#, 8, "none"),
            (#"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, 4, "none"),
            (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, 0, "none"),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
                2, "none"
            ),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, "tensor a claims the bytes 0 to 8 of 7"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, "tensor a claims the bytes 8 to 0 of 8"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8, "tensor a claims the bytes -8 to 0 of 8"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8, "tensor a needs 8 bytes and has 4"),
            (#"{"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,4]}}"#, 4, "tensor a needs 8 bytes and has 4"),
            (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,4]}}"#, 4, "tensor a needs 0 bytes and has 4"),
            (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "tensor a has the impossible shape [-1]"),
            (
                #"{"a":{"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]}}"#, 16,
                "tensor a has the impossible shape [-2, -2]"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
                "tensor a has the impossible shape [4611686018427387904, 4]"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
                "tensor a has the impossible shape [0, 4611686018427387904, 4]"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,0]}}"#, 0,
                "the header is malformed: it is not JSON, or a number is out of range"
            ),
            (
                #"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, 4,
                "tensor a has the type F31, which is not supported"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4,
                "the header is malformed: tensor a has 1 offsets"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 4,
                "the header is malformed: tensor a has 3 offsets"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
                8,
                "the tensors a and b overlap"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
                12,
                "4 bytes from 4 on belong to no tensor"
            ),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 9, "5 bytes from 4 on belong to no tensor"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#, 5, "1 bytes from 0 on belong to no tensor"),
            (#"{}"#, 1, "1 bytes from 0 on belong to no tensor"),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
                1,
                "the header is malformed: a name is repeated or unknown"
            ),
            (
                #"{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}"#, 1,
                "the header is malformed: a name is repeated or unknown"
            ),
            (
                #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":":"}}"#, 1,
                "the header is malformed: a name is repeated or unknown"
            ),
            (#"{"__metadata__":{"a:":"\":","a:":"x"}}"#, 0, "the header is malformed: a name is repeated or unknown"),
            (#"{"__metadata__":{"a:":"\":\\"}}"#, 0, "none"),
            (#"{"__metadata__":{"a":1}}"#, 0, "the header is malformed: a value has the wrong type in __metadata__ a"),
            (#"{"a":{"dtype":"U8","shape":[1]}}"#, 0, "the header is malformed: data_offsets is missing in a"),
            (#"{"a":[1]}"#, 0, "the header is malformed: a value has the wrong type in a"),
            (#"{"a":null}"#, 0, "the header is malformed: a value has the wrong type in a"),
            (#"{"a":{"#, 0, "the header is malformed: it is not JSON, or a number is out of range"),
            (#"[]"#, 0, "the header is malformed: it does not begin with a brace, or is not UTF-8"),
            (#" {}"#, 0, "the header is malformed: it does not begin with a brace, or is not UTF-8"),
            (#""#, 0, "the header is malformed: it does not begin with a brace, or is not UTF-8"),
            ("{\u{0}}", 0, "the header is malformed: it does not begin with a brace, or is not UTF-8"),
        ]
    )
    func `a header that breaks a rule is refused in one sentence`(header: String, body: Int, sentence: String) {
        #expect(error(safetensors(header, [UInt8](repeating: 0, count: body))) == sentence)
    }

    @Test func `a header longer than its file is refused`() {
        #expect(error(Data()) == "0 bytes are too few for a safetensors file")
        #expect(error(Data([2, 0, 0, 0, 0, 0, 0])) == "7 bytes are too few for a safetensors file")
        #expect(
            error(Data([3, 0, 0, 0, 0, 0, 0, 0] + "{}".utf8))
                == "the header claims 3 bytes, where 2 are the most it could have"
        )
        let claim = [UInt8](repeating: 0xff, count: 8)
        #expect(
            error(Data(claim + "{}".utf8))
                == "the header claims 18446744073709551615 bytes, where 2 are the most it could have"
        )
    }

    @Test func `a header of more than 100 MB is refused`() {
        var file = Data(count: 8 + 100_000_001)
        file.replaceSubrange(0..<8, with: withUnsafeBytes(of: UInt64(100_000_001).littleEndian, Array.init))
        #expect(error(file) == "the header claims 100000001 bytes, where 100000000 are the most it could have")
    }

    @Test func `deep nesting is refused, not followed`() {
        let deep = #"{"a":"# + String(repeating: "[", count: 100_000)
        #expect(error(safetensors(deep)).hasPrefix("the header is malformed"))
    }

    @Test func `names that would spoil a terminal are tamed`() {
        let name = #"\u001b[2J"# + String(repeating: "x", count: 500)
        let header = #"{"\#(name)":{"dtype":"F31","shape":[],"data_offsets":[0,0]}}"#
        let sentence = error(safetensors(header))
        #expect(sentence.hasPrefix("tensor ?[2Jxxx"))
        #expect(sentence.count < 150)
    }

    @Test func `a file that is not there, and one that is a folder`() {
        #expect(throws: SafetensorsError.storage(.unreadable(reason: "No such file or directory"))) {
            try Safetensors(contentsOf: "/nowhere/a.safetensors")
        }
        #expect(throws: SafetensorsError.storage(.unreadable(reason: "not a regular file"))) {
            try Safetensors(contentsOf: FileManager.default.temporaryDirectory.path)
        }
    }

    @Test func `every cut of a good file is refused`() throws {
        let good = safetensors(
            #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            [UInt8](repeating: 0, count: 8)
        )
        #expect(error(good) == "none")
        for length in 0..<good.count { #expect(error(good.prefix(length)) != "none", "cut at \(length)") }
    }

    @Test func `mutations are read or refused, and never crash`() throws {
        var generator = SeededGenerator(seed: 11)
        let good = safetensors(
            #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"#
                + #""b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}"#,
            [UInt8](repeating: 0, count: 16)
        )
        let alphabet = [UInt8](#"0123456789-{}[]:,"\eE.FIU"#.utf8) + [0, 0xff, 0x80]
        var refused = 0
        for _ in 0..<20_000 {
            var file = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<file.count, using: &generator)
                let byte = alphabet.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: file[place] = byte
                case 1: file.insert(byte, at: place)
                default: file.remove(at: place)
                }
            }
            if error(file) != "none" { refused += 1 }
        }
        // Some mutations only rename a tensor or change a byte of one.
        #expect(refused > 15_000 && refused < 20_000)
    }
}
