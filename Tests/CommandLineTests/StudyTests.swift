import FaceEngine
import FaceNetworks
import Foundation
import Testing

/// Bare and hidden faces of a few photos through the whole program, with small networks of random weights.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no LFW"))
final class StudyTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private let data: String
    private var environment: [String: String] {
        ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn", "HOME": folder.path]
    }

    init() throws {
        data = try #require(Binary.data)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.pairs.write(to: file("pairs.txt"), atomically: true, encoding: .utf8)
        try "bare\nsurgicalMask\nblock-30\njpeg-20\npixels-40\n"
            .write(to: file("conditions.txt"), atomically: true, encoding: .utf8)
        try writeModel("model", seed: 1)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Two folds of people who have several photos; two photos are the first of one pair and the second of another.
    private static let pairs = """
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

    private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

    private func writeModel(_ name: String, seed: UInt64, dimension: Int = 128) throws {
        let architecture = try #require(Architecture.named("nns2-bn"))
        let size = ImageSize(64)
        let network = try architecture.network(embeddingDimension: dimension, inputSize: size)
        var generator = Lots(state: seed)
        let card = ModelCard(name: name, inputSize: size, crop: .tight, dimension: dimension)
        let parameters = Parameters.initialized(for: network, using: &generator)
        try Model(architecture, card: card, parameters: parameters).write(toFolder: file(name).path)
    }

    private func arguments(_ command: String, _ more: [String] = []) -> [String] {
        ["evaluate", command, "-m", file("model").path, "--detector-path", data, "--images", "\(data)/lfw/images"]
            + ["--pairs", file("pairs.txt").path] + more
    }

    private var table: [String] {
        arguments("table", ["--conditions", file("conditions.txt").path, "--json"])
    }

    private func results(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
        let object = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
        return try #require(object?["results"] as? [[String: Any]])
    }

    /// Whether each place of a batch is computed alike, as far as is known.
    private static let isPlaceIndifferent =
        (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("avx512f") ?? true

    /// Expects the same bytes of two runs whose batches had other faces in them.
    ///
    /// Without AVX-512, oneDNN multiplies the last rows of a batch otherwise: the same numbers to some digits.
    private func expectSame(_ one: Binary.Outcome, _ other: Binary.Outcome) throws {
        if Self.isPlaceIndifferent {
            #expect(one.output == other.output)
        } else {
            print("compared to four digits: without AVX-512 the last bit depends on the place in a batch")
            #expect(try isNear(results(one), results(other)), "\(one.text)\n\(other.text)")
        }
    }

    private func isNear(_ one: Any, _ other: Any) -> Bool {
        switch (one, other) {
        case (let one as [String: Any], let other as [String: Any]):
            one.count == other.count && one.allSatisfy { key, value in other[key].map { isNear(value, $0) } ?? false }
        case (let one as [Any], let other as [Any]):
            one.count == other.count && zip(one, other).allSatisfy { isNear($0, $1) }
        case (let one as NSNumber, let other as NSNumber):
            abs(one.doubleValue - other.doubleValue) <= 1e-4 * max(1, abs(one.doubleValue))
        case (let one as String, let other as String): one == other
        default: one is NSNull && other is NSNull
        }
    }

    @Test func `two runs print the same bytes, the second from the cache, a third without one the same figures`() throws
    {
        try writeModel("peer", seed: 2)
        let arguments = table + ["--peer-model", file("peer").path]
        let fresh = try Binary.run(arguments, environment: environment)
        #expect(fresh.code == 0, "\(fresh.errors)")
        #expect(fresh.errors.contains("model, bf16: 35 faces embedded, 0 known") || !fresh.errors.contains("bf16"))
        let cached = try Binary.run(arguments, environment: environment)
        #expect(cached.errors.contains(": 0 faces embedded, 35 known"), "\(cached.errors)")
        #expect(cached.output == fresh.output)
        let plain = try Binary.run(arguments + ["--no-cache", "--threads", "1"], environment: environment)
        let (plainResults, freshResults) = (try results(plain), try results(fresh))
        if Self.isPlaceIndifferent {
            #expect(NSArray(array: plainResults) == NSArray(array: freshResults))
        } else {
            #expect(isNear(plainResults, freshResults))
        }
        let keys = try results(fresh).map { "\($0["model"] ?? "") \($0["condition"] ?? "") \($0["side"] ?? "")" }
        #expect(Set(keys).count == 14)
        #expect(
            keys.prefix(7) == [
                "model bare both", "model surgicalMask probe", "model surgicalMask both", "model block-30 probe",
                "model block-30 both", "model jpeg-20 both", "model pixels-40 both",
            ]
        )
    }

    @Test func `a run that was killed goes on where it was, and prints the same bytes`() throws {
        // Enough photos for a second or two: some lines of each kind of the first two folds.
        let lines = try String(contentsOfFile: "\(data)/lfw/pairs.txt", encoding: .utf8).split(separator: "\n")
        let chosen = [1, 301, 601, 901].flatMap { lines[$0..<$0 + 15] }
        try (["2\t15"] + chosen).joined(separator: "\n").write(to: file("pairs.txt"), atomically: true, encoding: .utf8)
        let arguments = table + ["--cache", file("cache").path]
        let fresh = try Binary.run(arguments, environment: environment)
        #expect(fresh.code == 0, "\(fresh.errors)")
        try FileManager.default.removeItem(at: file("cache"))
        let killed = try Binary.run(arguments, environment: environment) { process in
            // As soon as there is something to lose.
            while process.isRunning, self.cacheSize < 60_000 { usleep(500) }
            kill(process.processIdentifier, SIGKILL)
        }
        #expect(killed.output.isEmpty)
        let resumed = try Binary.run(arguments, environment: environment)
        try expectSame(resumed, fresh)
        #expect(!resumed.errors.contains(": 0 faces embedded"), "\(resumed.errors)")
        #expect(!resumed.errors.contains(", 0 known"), "\(resumed.errors)")
    }

    private var cacheSize: Int {
        let cache = file("cache").path
        return (try? FileManager.default.contentsOfDirectory(atPath: cache))?.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(cache)/\(name)")
            return sum + ((attributes?[.size] as? Int) ?? 0)
        } ?? 0
    }

    @Test func `two processes may use one cache at once`() throws {
        let expected = try Binary.run(table + ["--cache", file("other").path], environment: environment)
        var second: Binary.Outcome?
        let arguments = table + ["--cache", file("other").path]
        try FileManager.default.removeItem(at: file("other"))
        let first = try Binary.run(arguments, environment: environment) { _ in
            second = try Binary.run(arguments, environment: environment)
        }
        try expectSame(first, expected)
        try expectSame(#require(second), expected)
        let after = try Binary.run(arguments, environment: environment)
        #expect(after.errors.contains(": 0 faces embedded, 35 known"), "\(after.errors)")
        try expectSame(after, expected)
    }

    @Test func `a full disk ends the cache and not the work`() throws {
        let arguments = table.dropLast() + ["--cache", file("cache").path]
        let expected = try Binary.run(Array(arguments), environment: environment)
        try FileManager.default.removeItem(at: file("cache"))
        // Room for what is printed, and for three embeddings of a condition.
        let outcome = try Binary.run(Array(arguments), environment: environment, fileLimit: 4)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let notice = "could not be written: File too large; going on without a cache"
        #expect(outcome.errorLines.filter { $0.hasSuffix(notice) }.count == 1, "\(outcome.errors)")
        #expect(outcome.output == expected.output && expected.lines.count == 8)
        let resumed = try Binary.run(Array(arguments), environment: environment)
        #expect(resumed.output == expected.output)
    }

    @Test func `occlusions are measured on the probe, the gallery and both, and what hides nothing is refused`() throws
    {
        try "sunglasses # dark\n".write(to: file("list.txt"), atomically: true, encoding: .utf8)
        let list = ["--occlusions", file("list.txt").path]
        let outcome = try Binary.run(arguments("occlusion", list), environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let rows = outcome.lines.map { $0.split(separator: "\t").map(String.init) }
        #expect(
            rows.map { $0[1...3].joined(separator: " ") } == [
                "family condition side", "bare bare both", "occlusion sunglasses probe", "occlusion sunglasses gallery",
                "occlusion sunglasses both",
            ]
        )
        #expect(Set(rows.dropFirst().map { $0[8] }).count > 1)
        let found = try Binary.run(arguments("occlusion", list + ["--find-covered"]), environment: environment)
        #expect(found.code == 0, "\(found.errors)")
        let others = found.lines.map { $0.split(separator: "\t").map(String.init) }
        #expect(others[1] == rows[1] && others[2][2] == "sunglasses-found" && others.count == 5)
        for (text, reason) in [
            ("hand\nmask\n", "line 2: `mask` is no condition"), ("jpeg-10\n", "jpeg-10 hides nothing"),
        ] {
            try text.write(to: file("list.txt"), atomically: true, encoding: .utf8)
            let refused = try Binary.run(arguments("occlusion", list), environment: environment)
            #expect(refused.code == 2)
            #expect(refused.errors.contains("\(file("list.txt").path): \(reason)"), "\(refused.errors)")
        }
    }

    @Test func `the probe is the second photo of a pair, the gallery's the first`() throws {
        let (first, second) = ("Aaron_Peirsol/Aaron_Peirsol_0001.jpg", "Aaron_Peirsol/Aaron_Peirsol_0003.jpg")
        let list = "first,second,same\n\(first),\(second),1\n\(first),Aaron_Sorkin/Aaron_Sorkin_0001.jpg,0\n"
        try list.write(to: file("pairs.csv"), atomically: true, encoding: .utf8)
        try "sunglasses\n".write(to: file("list.txt"), atomically: true, encoding: .utf8)
        let more = ["--pairs", file("pairs.csv").path, "--occlusions", file("list.txt").path, "--json"]
        let outcome = try Binary.run(arguments("occlusion", more), environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let results = try results(outcome).filter { $0["condition"] as? String == "sunglasses" }
        // The only pair of one person, by its distance.
        let measured = results.map { result in
            ((result["analysis"] as? [String: Any])?["sameSpread"] as? [String: Any])?["mean"] as? Double ?? -1
        }
        let (bare, hidden) = (
            try [first, second].map { try embedding(of: $0) },
            try [first, second].map { try embedding(of: $0, hidden: true) }
        )
        func distance(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        let expected = [distance(bare[0], hidden[1]), distance(hidden[0], bare[1]), distance(hidden[0], hidden[1])]
        #expect(measured.count == 3 && Set(expected).count == 3)
        for (one, other) in zip(measured, expected) { #expect(abs(one - other) < 1e-6, "\(measured), \(expected)") }
        #expect(abs(expected[0] - expected[1]) > 1e-5)
    }

    /// A photo's embedding, bare or behind dark glasses.
    private func embedding(of photo: String, hidden: Bool = false) throws -> [Double] {
        let outcome = try Binary.run(
            ["embed", "-m", file("model").path, "--detector-path", data, "--faces", "central", "--json"]
                + (hidden ? ["--occlude", "sunglasses"] : []) + ["\(data)/lfw/images/\(photo)"],
            environment: environment
        )
        let object = try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any]
        let faces = object?["faces"] as? [[String: Any]]
        return try #require(faces?.first?["embedding"] as? [Double], "\(outcome.errors)")
    }

    @Test func `the paper's tables have a result for each of their columns`() throws {
        try writeModel("small", seed: 3, dimension: 64)
        try "model,images\nmodel,1000\nsmall,2000\n".write(to: file("sizes.csv"), atomically: true, encoding: .utf8)
        let more = ["--peer-model", file("small").path, "--training-images", file("sizes.csv").path, "--json"]
        let outcome = try Binary.run(arguments("sensitivity", more), environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let results = try results(outcome)
        let keys = results.map { "\($0["model"] ?? "") \($0["family"] ?? "") \($0["condition"] ?? "")" }
        #expect(Set(keys).count == keys.count)
        for key in [
            "model jpeg jpeg-10", "small pixels pixels-256", "model first numbers kept first-64",
            "model dimension dimension-128", "small dimension dimension-64", "model quantization engine-fp32",
            "model quantization engine-int8", "small quantization one-byte", "model network multiply-adds",
            "model training images images-1000", "small training images images-2000",
        ] { #expect(keys.contains(key), "\(key)") }
        // Below 64 numbers the paper has none.
        #expect(!keys.contains { $0.hasPrefix("small first numbers") })
        let first = try #require(results.first { $0["condition"] as? String == "first-64" })
        #expect((first["notes"] as? [String])?.first?.contains("not the paper's experiment") == true)
        let images = results.filter { $0["family"] as? String == "training images" }
        #expect(images.map { $0["parameter"] as? Double } == [1000, 2000])
    }

    @Test func `what cannot be read is named, and nothing is printed`() throws {
        let missing = Self.pairs.replacingOccurrences(of: "Aaron_Sorkin\t1\t2", with: "Aaron_Sorkin\t1\t99")
        try missing.write(to: file("missing.txt"), atomically: true, encoding: .utf8)
        try "a file".write(to: file("no-folder"), atomically: true, encoding: .utf8)
        try "model,images\nmodel,many\n".write(to: file("sizes.csv"), atomically: true, encoding: .utf8)
        for (arguments, reason) in [
            (table + ["--pairs", file("missing.txt").path], "line 3: Aaron_Sorkin/Aaron_Sorkin_0099.jpg is not in"),
            (table + ["--cache", "\(file("no-folder").path)/cache"], "no-folder/cache: the folder could not be made"),
            (table + ["--peer-model", file("none").path], "none: "),
            (
                arguments("sensitivity", ["--training-images", file("sizes.csv").path]),
                "sizes.csv: line 2 is not a model"
            ),
        ] {
            let outcome = try Binary.run(arguments, environment: environment)
            #expect(outcome.code == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
    }
}

/// Numbers of a seed, by SplitMix64.
private struct Lots: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
