import FaceEvaluation
import FaceReport
import Foundation
import Testing

/// Evaluations shown and compared through the whole program.
@Suite struct ReportTests {
    /// A folder for one test.
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    /// An evaluation of four pairs, of which `wrong` is decided wrongly, in a file.
    private func file(_ name: String, wrong: Int? = nil, hash: String = "ab", precision: String = "fp32") throws
        -> String
    {
        var features: [String: [Float]] = [:]
        let pairs = (0..<4).map { place in
            let isSame = place % 2 == 0
            features["a\(place)"] = [0]
            features["b\(place)"] = [isSame != (wrong == place) ? 0.5 : 1.5]
            return LabelledPair(first: "a\(place)", second: "b\(place)", isSame: isSame)
        }
        let list = PairList(folds: [Array(pairs.prefix(2)), Array(pairs.suffix(2))])
        let distances = try LFWProtocol().distances(of: list, features: features)
        let result = EvaluationDocument.Result(
            model: "net",
            dataset: "faces",
            report: try LFWProtocol().evaluate(list, features: features),
            analysis: try VerificationAnalysis(
                distances: distances.map(\.distance),
                isSame: distances.map(\.pair.isSame)
            ),
            pairs: EvaluationDocument.PairsRecord(name: "pairs.txt", hash: hash, count: 4)
        )
        let document = EvaluationDocument(
            title: "Faces",
            run: RunRecord(
                command: ["facenet"],
                version: "0.1.0",
                machine: RunRecord.Machine(processor: "CPU", cores: 2, memoryGiB: 16, system: "Linux"),
                models: [],
                data: [],
                settings: [RunRecord.Setting("precision", precision)]
            ),
            results: [result]
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let url = folder.appendingPathComponent(name)
        try document.json().write(to: url)
        return url.path
    }

    @Test func `a page is the same however often it is written, and replaces the one before whole`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let json = try file("a.json")
        let pages = try ["one.html", "two.html"].map { name in
            let page = folder.appendingPathComponent(name)
            let outcome = try Binary.run(["report", "show", json, "--report", page.path])
            #expect(outcome.code == 0, "\(outcome.errors)")
            return try Data(contentsOf: page)
        }
        #expect(pages[0] == pages[1] && String(decoding: pages[0], as: UTF8.self).contains("<svg"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(left) == ["a.json", "one.html", "two.html"])
    }

    @Test func `two evaluations are set side by side, as lines, as JSON and as a page`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [try file("a.json"), try file("b.json", wrong: 2, precision: "int8")]
        let outcome = try Binary.run(["report", "compare"] + files)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.lines.contains("changed\tprecision\tfp32\tint8"))
        #expect(outcome.lines.contains { $0.hasPrefix("mcnemar\tonlyFirstWrong=0\tonlySecondWrong=") })
        let page = folder.appendingPathComponent("page.html")
        let json = try Binary.run(["report", "compare", "--json", "--report", page.path] + files)
        let object = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
        #expect((object["rows"] as? [Any])?.count == 1)
        #expect(try String(contentsOf: page, encoding: .utf8).contains("McNemar"))
    }

    @Test func `what cannot be compared is named, and no page is begun`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [try file("a.json"), try file("b.json", hash: "cd")]
        let page = folder.appendingPathComponent("page.html")
        let outcome = try Binary.run(["report", "compare", "--report", page.path] + files)
        #expect(outcome.code == 2)
        let reason = "nothing can be compared: the pairs are others: 4 of pairs.txt (ab), and 4 of pairs.txt (cd)"
        #expect(outcome.errorLines == ["facenet: \(files[0]), \(files[1]): \(reason)"])
        #expect(!FileManager.default.fileExists(atPath: page.path))
    }

    @Test func `a file that is no evaluation is named with what it lacks`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let good = try file("a.json")
        let bad = folder.appendingPathComponent("bad.json")
        for (text, reason) in [
            ("{\"accuracy\":1}", "is not the JSON of an evaluation: there is no `format`"),
            ("nonsense", "is not the JSON of an evaluation: it is not JSON"),
            ("{\"format\":9}", "has format 9, and this program reads up to 1: use a later one"),
        ] {
            try Data(text.utf8).write(to: bad)
            let outcome = try Binary.run(["report", "compare", good, bad.path])
            #expect(outcome.code == 2)
            #expect(outcome.errorLines == ["facenet: \(bad.path): \(reason)"])
        }
    }

    @Test func `thumbnails are refused without a page or without photos`() throws {
        #expect(try Binary.run(["report", "show", "a.json"]).code == 64)
        #expect(try Binary.run(["report", "show", "a.json", "--report", "p.html", "--thumbnails"]).code == 64)
        #expect(try Binary.run(["evaluate", "lfw", "--images", "i", "--pairs", "p", "--thumbnails"]).code == 64)
    }

    @Test func `a page that cannot be written is named with the reason of the system`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let json = try file("a.json")
        let outcome = try Binary.run(["report", "show", json, "--report", "/nowhere/page.html"])
        #expect(outcome.code == 2 && outcome.errors.hasPrefix("facenet: /nowhere/page.html: could not be written"))
    }
}
