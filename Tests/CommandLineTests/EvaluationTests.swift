import Foundation
import Testing

/// The protocol of LFW through the whole program, with the data of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no LFW"))
struct EvaluationTests {
    @Test func `a small protocol gives every figure by its key`() throws {
        let data = try #require(Binary.data)
        // Two folds of two pairs each, of people who have two photos.
        let pairs = """
            2\t2
            Aaron_Peirsol\t1\t3
            Aaron_Sorkin\t1\t2
            Aaron_Peirsol\t1\tAaron_Sorkin\t1
            Aaron_Peirsol\t4\tAbel_Pacheco\t1
            Abel_Pacheco\t1\t4
            Aaron_Sorkin\t1\t2
            Abel_Pacheco\t1\tAaron_Sorkin\t1
            Abel_Pacheco\t4\tAaron_Peirsol\t1

            """
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try pairs.write(to: url, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: url) }
        let arguments = ["evaluate", "lfw", "--images", "\(data)/lfw/images", "--pairs", url.path, "--json"]
        let outcome = try Binary.run(
            arguments + ["--flip"],
            environment: ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let report = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let accuracy = try #require(report["accuracy"] as? [String: Any])
        #expect(accuracy["mean"] as? Double == 1)
        #expect(accuracy["std"] as? Double == 0)
        #expect(accuracy["standardError"] as? Double == 0)
        let rate = try #require(report["val"] as? [String: Any])
        for key in ["far", "mean", "std"] { #expect(rate[key] is Double, "\(key)") }
        #expect(report["auc"] as? Double == 1)
        #expect(report["pairs"] as? Int == 8)
        #expect(report["undetected"] as? Int == 0)
        #expect(report["precision"] is String)
        #expect((report["thresholds"] as? [Double])?.count == 2)
        #expect((report["options"] as? [String: Any])?["flip"] as? Bool == true)
        // Two unit vectors, one after the other: distances of up to 8, and thresholds over 1 between these people.
        #expect(((report["thresholds"] as? [Double])?.first ?? 0) > 1)
    }

    @Test func `one fold has no others to be decided by`() throws {
        let outcome = try Binary.run(["evaluate", "lfw", "--images", "i", "--pairs", "p", "--limit-folds", "1"])
        #expect(outcome.code == 64)
    }
}
