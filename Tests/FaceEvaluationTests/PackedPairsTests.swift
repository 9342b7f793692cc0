import FaceEvaluation
import Foundation
import Testing

@Suite struct PackedPairsTests {
    private struct Golden: Decodable {
        var images: [Data]
        var same: [Bool]
        var files: [String: Data]
    }

    @Test(arguments: [
        "python3-0", "python3-1", "python3-2", "python3-3", "python3-4", "python3-5", "python2-0", "python2-1",
        "python2-2",
    ])
    func `reads what Python wrote`(name: String) throws {
        let golden = try golden("pickles", as: Golden.self)
        let file = try #require(golden.files[name])
        let packed = try PackedPairs(insightface: Array(file), folds: 1)
        #expect(packed.images.count == golden.images.count)
        for (index, image) in golden.images.enumerated() {
            #expect(packed.images["\(index)"].map { Array($0) } == Array(image), "image \(index)")
        }
        #expect(packed.pairs.pairs.map(\.isSame) == golden.same)
        #expect(packed.pairs.pairs.map(\.first) == ["0", "2"])
        #expect(packed.pairs.pairs.map(\.second) == ["1", "3"])
    }

    @Test func `a file cut off anywhere is refused, and reads nothing beyond its end`() throws {
        for (name, file) in try golden("pickles", as: Golden.self).files {
            for count in 0..<file.count {
                #expect(throws: EvaluationError.self, "\(name) cut to \(count) bytes") {
                    try PackedPairs(insightface: Array(file.prefix(count)), folds: 1)
                }
            }
        }
    }

    @Test func `a file with any one byte changed is read or refused, and never traps`() throws {
        for (_, file) in try golden("pickles", as: Golden.self).files {
            for index in 0..<min(file.count, 400) {
                for change in [1, 0x80, 0xFF] as [UInt8] {
                    var bytes = Array(file)
                    bytes[index] ^= change
                    _ = try? PackedPairs(insightface: bytes, folds: 1)
                }
            }
        }
    }

    /// Pickles as text, each of which Python would run or follow.
    @Test(arguments: [
        ("cos\nsystem\n(S'true'\ntR.", "byte 11: os.system is not one of lists, numbers and bytes"),
        ("c__builtin__\neval\n(S'1'\ntR.", "byte 18: __builtin__.eval is not one of lists, numbers and bytes"),
        ("c_codecs\nencode\n(V1\nVrot13\ntR.", "byte 29: a call is not one that gives bytes"),
        ("(i__main__\nThing\n.", "byte 1: operation 105 is not one of lists, numbers and bytes"),
        ("}.", "byte 0: operation 125 is not one of lists, numbers and bytes"),
        ("g0\n.", "byte 3: value 0 is used before it is there"),
        (".", "byte 1: an operation lacks its value"),
        ("l.", "byte 1: a list lacks its beginning"),
        ("I1\na.", "byte 4: an operation lacks its value"),
        ("I1\nI2\na.", "byte 7: items are appended to what is no list"),
        ("I1\n.", "byte 0: expected a list of images and one of labels"),
        ("((lp0\nS'a'\na(lI01\nat.", "byte 0: 1 images are not two for each of 1 labels"),
        ("((lI1\naI1\na(lI01\nat.", "byte 0: image 0 is not bytes"),
        ("((lS'a'\naS'b'\na(lI2\nat.", "byte 0: label 0 is neither true nor false"),
        ("((lS'a'\naS'b'\na(lI01\nat.", "no pairs of different people"),
        ("((l(lt.", "byte 0: 0 pairs make no 1 folds"),
    ])
    func `anything else is refused with its place`(pickle: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) {
            try PackedPairs(insightface: Array(pickle.utf8), folds: 1)
        }
        #expect(error?.description == reason)
    }

    @Test func `folds are of consecutive pairs, the first ones a pair longer`() throws {
        let pairs = 11
        let images = (0..<2 * pairs).map { "S'\($0)'\na" }.joined()
        let labels = (0..<pairs).map { "I0\($0 % 2)\na" }.joined()
        let packed = try PackedPairs(insightface: Array("((l\(images)(l\(labels)t.".utf8), folds: 3)
        #expect(packed.pairs.folds.map(\.count) == [4, 4, 3])
        #expect(packed.pairs.pairs.map(\.first) == (0..<pairs).map { "\(2 * $0)" })
        #expect(throws: EvaluationError.noSamePairs(fold: 2)) {
            try PackedPairs(insightface: Array("((l\(images)(l\(labels)t.".utf8), folds: 10)
        }
    }
}
