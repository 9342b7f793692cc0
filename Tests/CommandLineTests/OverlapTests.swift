import Foundation
import Testing

/// The search for people of a test set in a training set, with the models of `FACENET_DATA` and photos of LFW.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no LFW"))
struct OverlapTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var training: String { folder.path + "/training" }
    private var test: String { folder.path + "/test" }

    private func copy(_ photo: String, to path: String) throws {
        let data = try #require(Binary.data)
        let target = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(atPath: "\(data)/lfw/images/\(photo)", toPath: target.path)
    }

    private func run(_ more: [String] = []) throws -> Binary.Outcome {
        let data = try #require(Binary.data)
        let arguments = ["evaluate", "overlap", "--training", training, "--test", test] + more
        return try Binary.run(
            arguments,
            environment: ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        )
    }

    @Test func `one person in both sets is found by face, by file and by name, a stranger is not`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try copy("Aaron_Peirsol/Aaron_Peirsol_0001.jpg", to: "\(training)/17/a.jpg")
        try copy("Aaron_Sorkin/Aaron_Sorkin_0001.jpg", to: "\(training)/18/b.jpg")
        try copy("Abel_Pacheco/Abel_Pacheco_0001.jpg", to: "\(training)/Pacheco, Abel/c.jpg")
        try copy("Aaron_Peirsol/Aaron_Peirsol_0003.jpg", to: "\(test)/Aaron_Peirsol/1.jpg")
        try copy("Aaron_Sorkin/Aaron_Sorkin_0001.jpg", to: "\(test)/Aaron_Sorkin/1.jpg")
        try copy("Abdullah_Gul/Abdullah_Gul_0012.jpg", to: "\(test)/Abdullah_Gul/1.jpg")
        try copy("Abel_Pacheco/Abel_Pacheco_0004.jpg", to: "\(test)/abel_pacheco/1.jpg")
        let (sheet, list) = (folder.path + "/suspects.png", folder.path + "/people.txt")
        let outcome = try run(["--json", "--sheet", sheet, "--leave-out", list])
        #expect(outcome.code == 1, "\(outcome.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let suspects = try #require(report["suspects"] as? [[String: Any]])
        let reasons = Dictionary(
            uniqueKeysWithValues: suspects.map {
                (($0["test"] as? [String: String])?["person"] ?? "", $0["reasons"] as? [String] ?? [])
            }
        )
        #expect(
            reasons == [
                "Aaron_Peirsol": ["face"], "Aaron_Sorkin": ["file", "face"], "abel_pacheco": ["name", "face"],
            ]
        )
        #expect(suspects.first?["squaredDistance"] as? Double == 0)
        #expect((report["strangersExpected"] as? Double ?? 1) < 0.1)
        #expect(try String(contentsOfFile: list, encoding: .utf8) == "17\n18\nPacheco, Abel\n")
        #expect(try Data(contentsOf: URL(fileURLWithPath: sheet)).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `packed shards are compared as folders are, and nobody in common is 0`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try #require(Binary.data)
        try copy("Aaron_Peirsol/Aaron_Peirsol_0001.jpg", to: "\(folder.path)/photos/17/a.jpg")
        try copy("Aaron_Peirsol/Aaron_Peirsol_0003.jpg", to: "\(test)/x/1.jpg")
        let packing = ["data", "pack", "\(folder.path)/photos", "--crop", "margin160", "--output", training]
        #expect(
            try Binary.run(
                packing,
                environment: ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
            ).code == 0
        )
        let found = try run()
        #expect(found.code == 1, "\(found.errors)")
        #expect(found.text.contains("suspect\t"))
        let strict = try run(["--distance", "0.01"])
        #expect(strict.code == 0 && !strict.text.contains("suspect\t"), "\(strict.text)")
    }

    @Test func `a set that is not there is 2`() throws {
        let outcome = try run()
        #expect(outcome.code == 2)
        #expect(outcome.errorLines == ["facenet: \(training): could not be read: No such file or directory"])
        #expect(try run(["--distance", "5"]).code == 64)
    }
}
