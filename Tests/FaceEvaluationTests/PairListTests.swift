import FaceEvaluation
import Foundation
import Testing

@Suite struct PairListTests {
    private let text = """
        2\t1
        Ada\t1\t12
        Ada\t1\tAlan\t3
        Grace 2 12345
        Grace 2 Ada 1
        """

    @Test func `folds, pairs and images are those of the file`() throws {
        let list = try PairList(lfw: text)
        #expect(
            list.folds == [
                [
                    LabelledPair(first: "Ada/Ada_0001.jpg", second: "Ada/Ada_0012.jpg", isSame: true),
                    LabelledPair(first: "Ada/Ada_0001.jpg", second: "Alan/Alan_0003.jpg", isSame: false),
                ],
                [
                    LabelledPair(first: "Grace/Grace_0002.jpg", second: "Grace/Grace_12345.jpg", isSame: true),
                    LabelledPair(first: "Grace/Grace_0002.jpg", second: "Ada/Ada_0001.jpg", isSame: false),
                ],
            ]
        )
        #expect(list.pairs.count == 4)
        #expect(list.images.count == 5)
        #expect(list.images.first == "Ada/Ada_0001.jpg")
        #expect(list.prefix(folds: 1).folds == Array(list.folds.prefix(1)))
        #expect(list.prefix(folds: 9) == list)
    }

    @Test func `line ends of Windows and empty lines at the end are fine`() throws {
        let windows = text.replacing("\n", with: "\r\n") + "\r\n\r\n"
        #expect(try PairList(lfw: windows) == PairList(lfw: text))
    }

    @Test(arguments: [
        ("", 1, "expected the number of folds"),
        ("300", 1, "expected the number of folds"),
        ("10 0", 1, "expected the number of folds"),
        ("1 -1", 1, "expected the number of folds"),
        ("1 99999999999999999999", 1, "expected the number of folds"),
        ("1 1\nAda 1", 2, "expected a pair of one person, `name i j`, got 2 fields"),
        ("1 1\nAda 1 2", 3, "expected a pair of two people, `name i other j`, got the end of the list"),
        ("1 1\nAda 1 2\nAda 1 2", 3, "expected a pair of two people, `name i other j`, got 3 fields"),
        ("1 1\nAda 1 2\nAda 1 Ada 2", 3, "a pair of two people names Ada twice"),
        ("1 1\nAda 1 x", 2, "`x` is not an image number"),
        ("1 1\nAda 0 1", 2, "`0` is not an image number"),
        ("1 1\n../Ada 1 2", 2, "`../Ada` is not a person's name"),
        ("1 1\n.. 1 2", 2, "`..` is not a person's name"),
        ("1 1\n\nAda 1 2", 2, "expected a pair of one person, `name i j`, got 0 fields"),
        ("1 1\nAda 1 2\nAda 1 Alan 2\nAda 1 2", 4, "expected the end of the list"),
    ])
    func `a bad list names its line and what is wrong`(text: String, line: Int, reason: String) throws {
        let error = #expect(throws: EvaluationError.self) { try PairList(lfw: text) }
        #expect(try #require(error?.description).hasPrefix("line \(line): \(reason)"))
    }

    @Test func `a header that promises too much reserves nothing`() {
        #expect(throws: EvaluationError.self) { try PairList(lfw: "9000000000000000000 9000000000000000000\nAda 1 2") }
    }

    private static let pairs = ProcessInfo.processInfo.environment["FACENET_DATA"].map { "\($0)/lfw/pairs.txt" } ?? ""

    @Test(.enabled(if: FileManager.default.fileExists(atPath: pairs), "FACENET_DATA has no lfw/pairs.txt"))
    func `LFW's own list has 6,000 pairs of 7,701 images`() throws {
        let list = try PairList(lfw: String(contentsOfFile: Self.pairs, encoding: .utf8))
        #expect(list.folds.map(\.count) == [Int](repeating: 600, count: 10))
        #expect(list.pairs.count { $0.isSame } == 3000)
        #expect(list.images.count == 7701)
        #expect(list.folds[0][0].second == "Abel_Pacheco/Abel_Pacheco_0004.jpg")
    }
}
