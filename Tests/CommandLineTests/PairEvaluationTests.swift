import Foundation
import Testing

/// Lists of pairs through the whole program, with the data of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no LFW"))
struct PairEvaluationTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var images: String { "\(Binary.data ?? "")/lfw/images" }

    private let table = """
        first,second,same,fold
        Aaron_Peirsol/Aaron_Peirsol_0001.jpg,Aaron_Peirsol/Aaron_Peirsol_0003.jpg,1,1
        Aaron_Peirsol/Aaron_Peirsol_0001.jpg,Aaron_Sorkin/Aaron_Sorkin_0001.jpg,0,1
        Abel_Pacheco/Abel_Pacheco_0001.jpg,Abel_Pacheco/Abel_Pacheco_0004.jpg,1,2
        Abel_Pacheco/Abel_Pacheco_0001.jpg,Aaron_Sorkin/Aaron_Sorkin_0002.jpg,0,2

        """

    private func write(_ text: String, as name: String) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appendingPathComponent(name)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }

    private func run(_ arguments: [String]) throws -> Binary.Outcome {
        let data = try #require(Binary.data)
        return try Binary.run(
            ["evaluate"] + arguments,
            environment: [
                "FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn",
                "XDG_CACHE_HOME": folder.path, "TMPDIR": folder.path,
            ]
        )
    }

    private func figures(_ outcome: Binary.Outcome) throws -> (report: [String: Any], analysis: [String: Any]) {
        let document = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let result = try #require((document["results"] as? [[String: Any]])?.first)
        return (result["report"] as? [String: Any] ?? [:], try #require(result["analysis"] as? [String: Any]))
    }

    @Test func `a table of pairs, run twice, gives the same bytes, and the page`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (list, page) = (try write(table, as: "pairs.csv"), folder.path + "/page.html")
        let arguments = ["pairs", "--images", images, "--pairs", list, "--json", "--report", page]
        let outcome = try run(arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let (report, analysis) = try figures(outcome)
        // A fold is decided by the threshold of the other, which two pairs say little about.
        #expect((report["thresholds"] as? [Double])?.count == 2)
        #expect(analysis["auc"] as? Double == 1)
        #expect((analysis["unsupported"] as? [[String: Any]])?.count == 6)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<svg"))
        #expect(try run(arguments).output == outcome.output)
    }

    @Test func `folders of photos are compared as sets`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let pairs = """
            split number, first name, second name, is same
            1, Aaron_Peirsol, Aaron_Sorkin, 0
            1, Abel_Pacheco, abel, 1
            2, Abel_Pacheco, Aaron_Sorkin, 0
            2, abel, Abel_Pacheco/../Abel_Pacheco, 1
            """
        let bad = try run(["sets", "--images", images, "--pairs", write(pairs, as: "splits.txt")])
        #expect(bad.code == 2)
        #expect(bad.errors.contains("line 5: `Abel_Pacheco/../Abel_Pacheco` is not a path below"))
        let base = folder.path + "/sets"
        for (name, photos) in [
            "a/0": ["Aaron_Peirsol/Aaron_Peirsol_0001.jpg", "Aaron_Peirsol/Aaron_Peirsol_0004.jpg"],
            "a/1": ["Aaron_Peirsol/Aaron_Peirsol_0003.jpg"], "b/0": ["Abel_Pacheco/Abel_Pacheco_0001.jpg"],
        ] {
            try FileManager.default.createDirectory(atPath: "\(base)/\(name)", withIntermediateDirectories: true)
            for (index, photo) in photos.enumerated() {
                try FileManager.default.copyItem(atPath: "\(images)/\(photo)", toPath: "\(base)/\(name)/\(index).jpg")
            }
        }
        let list = try write("first,second,same\na/0,a/1,1\na/0,b/0,0\na/1,b/0,0\n", as: "sets.csv")
        let outcome = try run(["sets", "--images", base, "--pairs", list])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.contains("pairs\t3\t1\t2"))
        #expect(outcome.lines.contains("auc\t1.00000"))
    }

    @Test func `templates and groups are measured`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let templates = """
            template,subject,media,image
            1,a,1,Aaron_Peirsol/Aaron_Peirsol_0001.jpg
            1,a,1,Aaron_Peirsol/Aaron_Peirsol_0004.jpg
            2,a,2,Aaron_Peirsol/Aaron_Peirsol_0003.jpg
            3,b,3,Abel_Pacheco/Abel_Pacheco_0001.jpg
            """
        let outcome = try run([
            "templates", "--images", images, "--templates", write(templates, as: "templates.csv"),
            "--pairs", write("first,second\n1,2\n1,3\n", as: "pairs.csv"),
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.contains("pairs\t2\t1\t1"))
        let attributes = try write(
            "person,team\nAaron_Peirsol,x\nAaron_Sorkin,x\nAbel_Pacheco,y\n",
            as: "attributes.csv"
        )
        let groups = try run([
            "groups", "--images", images, "--pairs", write(table, as: "pairs.csv"), "--attributes", attributes,
            "--threshold", "1.1",
        ])
        #expect(groups.code == 0, "\(groups.errors)")
        #expect(groups.lines.contains { $0.hasPrefix("team\tx\t2\t0\t1\t0.000000") })
        #expect(groups.lines.contains("team\tuncounted\t1"))
    }

    @Test func `a set in one file is read, and nothing of it is left behind`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        func photo(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: "\(images)/\(name)")) }
        let one = try photo("Aaron_Peirsol/Aaron_Peirsol_0001.jpg")
        let same = try photo("Aaron_Peirsol/Aaron_Peirsol_0003.jpg")
        let other = try photo("Abel_Pacheco/Abel_Pacheco_0001.jpg")
        // A pickle of protocol 3: ([bytes, ...], [True, False]).
        var pickle = Data([0x80, 3]) + Data("](".utf8)
        for image in [one, same, one, other] {
            pickle += Data("B".utf8) + withUnsafeBytes(of: UInt32(image.count).littleEndian) { Data($0) } + image
        }
        pickle += Data("e](".utf8) + Data([0x88, 0x89]) + Data("e".utf8) + Data([0x86]) + Data(".".utf8)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path + "/pairs.bin"
        try pickle.write(to: URL(fileURLWithPath: path))
        let outcome = try run(["pairs", "--bin", path, "--folds", "1", "--no-cache"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.contains("auc\t1.00000"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pairs.bin"])
        try pickle.prefix(pickle.count - 3).write(to: URL(fileURLWithPath: path))
        let cut = try run(["pairs", "--bin", path, "--folds", "1", "--no-cache"])
        #expect(cut.code == 2)
        #expect(cut.errors.contains("pairs.bin: byte \(pickle.count - 3): the pickle is cut off"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pairs.bin"])
    }
}

/// What is wrong with lists is said before a model is looked for, so these need no data.
@Suite struct PairInputTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    /// Runs a command on a list in a folder of three empty files, `a`, `b` and `c`.
    private func refusal(_ command: [String], of text: String) throws -> String {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["a", "b", "c"] { try Data().write(to: folder.appendingPathComponent(name)) }
        let list = folder.appendingPathComponent("list.csv")
        try text.write(to: list, atomically: true, encoding: .utf8)
        let page = folder.appendingPathComponent("page.html").path
        let outcome = try Binary.run(
            ["evaluate"] + command.map { $0.replacing("LIST", with: list.path).replacing("FOLDER", with: folder.path) }
                + ["--report", page, "--json"]
        )
        #expect(outcome.code == 2, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b", "c", "list.csv"]
        )
        return outcome.errors.replacing(list.path, with: "LIST").replacing(folder.path, with: "FOLDER")
    }

    @Test(arguments: [
        ("first,second,same\na,b,1\na,d,0", "LIST: line 3: d is not in FOLDER"),
        ("first,second,same\na,b,1\na,d,0\ne,b,1", "LIST: line 3: d is not in FOLDER, nor are 1 others"),
        ("first,second,same\na,b,1\na,c,0\nc,a,0", "LIST: line 4: c and a are paired on line 3 already"),
        ("first,second,same\na,b,1", "LIST: no pairs of different people"),
        ("first,second\na,b", "LIST: line 1: expected a column `same` among `first`, `second`"),
        ("first,second,same,fold\na,b,1,1\na,c,0,1", "LIST: line 2: all pairs are in fold `1`"),
        (
            "first,second,same,fold\na,b,1,1\na,c,0,1\nb,c,0,2",
            "LIST: line 4: fold `2`, which begins here, has 1 pairs, fold `1` has 2"
        ),
        ("1\t1\nAda\t1\t2\nAda\t1\tBob\t1\n", "LIST: line 2: Ada/Ada_0001.jpg is not in FOLDER, nor are 2 others"),
    ])
    func `a bad list names its line, and nothing is written`(text: String, reason: String) throws {
        let error = try refusal(["pairs", "--images", "FOLDER", "--pairs", "LIST"], of: text)
        #expect(error.contains(reason), "\(error)")
    }

    @Test func `bad scores name their line, and nothing is written`() throws {
        let text = "first,second,same,distance\na,b,1,0.2\na,c,0,nan\n"
        let error = try refusal(["pairs", "--scores", "LIST"], of: text)
        #expect(error.contains("LIST: line 3: `nan` is not a finite number"), "\(error)")
    }

    @Test func `scores need no model`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let list = folder.appendingPathComponent("list.csv")
        let rows = (0..<400).map { "a\($0),b\($0),\($0 % 8 == 0 ? 1 : 0),\($0 % 8 == 0 ? 0.4 : 1.8)" }
        try ("first,second,same,distance\n" + rows.joined(separator: "\n"))
            .write(to: list, atomically: true, encoding: .utf8)
        let outcome = try Binary.run(["evaluate", "pairs", "--scores", list.path])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.contains("pairs\t400\t50\t350"))
        #expect(outcome.lines.contains { $0.hasPrefix("far\t0.1\t0.4000\t0.000000") })
        #expect(outcome.lines.contains("unsupported\t0.01\t3000"))
    }

    @Test func `bad attributes name their line, and nothing is written`() throws {
        let error = try refusal(
            ["groups", "--images", "FOLDER", "--pairs", "LIST", "--attributes", "LIST"],
            of: "first,second,same\na,b,1\na,c,0\n"
        )
        #expect(error.contains("LIST: line 3: `a` is on line 2 already"), "\(error)")
    }

    @Test func `one source of pairs is asked for`() throws {
        for arguments in [[], ["--pairs", "p"], ["--bin", "b", "--scores", "s"], ["--scores", "s", "--far", "0"]] {
            #expect(try Binary.run(["evaluate", "pairs"] + arguments).code == 64, "\(arguments)")
        }
    }
}
