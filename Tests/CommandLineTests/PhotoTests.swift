import FaceImaging
import Foundation
import Testing

/// Photos through the whole program, with the models of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models to run"))
struct PhotoTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private let data: String
    private let environment: [String: String]

    init() throws {
        data = try #require(Binary.data)
        environment = ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func lfw(_ name: String, _ number: Int) -> String {
        "\(data)/lfw/images/\(name)/\(name)_000\(number).jpg"
    }

    @Test(arguments: ["fp32", "int8"])
    func `two photos of one person are the same, exit code 0`(precision: String) throws {
        let photos = [lfw("Aaron_Sorkin", 1), lfw("Aaron_Sorkin", 2)]
        let outcome = try Binary.run(["verify", "--precision", precision] + photos, environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let fields = outcome.text.split(whereSeparator: \.isWhitespace)
        #expect(fields.count == 3)
        #expect(fields.first == "same")
        // What facenet-pytorch's detector and ONNX Runtime give for the pair is 0.6958.
        #expect(abs((Float(fields[1]) ?? .nan) - 0.6958) < (precision == "fp32" ? 0.002 : 0.1))
        #expect(outcome.errors.contains("threshold 1.1: the program's own, as the model has no operating point"))
    }

    @Test func `photos of two people are different, exit code 1`() throws {
        let photos = [lfw("Aaron_Sorkin", 1), lfw("Abel_Pacheco", 1)]
        let outcome = try Binary.run(["verify", "--json", "--threshold", "1.2"] + photos, environment: environment)
        #expect(outcome.code == 1, "\(outcome.errors)")
        let answer = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect(answer["same"] as? Bool == false)
        #expect(answer["thresholdSource"] as? String == "given")
        #expect((answer["squaredDistance"] as? Double ?? 0) > 1.2)
    }

    @Test func `bad photos are a line each, and the others are done`() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: lfw("Abel_Pacheco", 1)))
        let gray = Photo(width: 64, height: 64, filledWith: Color(red: 128, green: 128, blue: 128))
        let files: [(name: String, bytes: Data, reason: String)] = [
            ("empty.jpg", Data(), "the file is empty"),
            ("text.jpg", Data("no photo".utf8), "not a JPEG, PNG, WebP, GIF, HEIC or AVIF image"),
            ("cut.jpg", whole.prefix(whole.count / 2), "the JPEG image is cut or damaged"),
            ("faceless.png", Data(try gray.encoded(as: .png)), "no face was found"),
        ]
        var paths = [lfw("Abel_Pacheco", 1), "\(folder.path)/missing.jpg"]
        for file in files {
            let url = folder.appendingPathComponent(file.name)
            try file.bytes.write(to: url)
            paths.append(url.path)
        }
        paths.append(lfw("Aaron_Sorkin", 1))

        let outcome = try Binary.run(["detect"] + paths, environment: environment)
        #expect(outcome.code == 1)
        let faces = outcome.lines.map { $0.split(separator: "\t") }
        #expect(faces.allSatisfy { $0.count == 17 })
        #expect(Set(faces.map { String($0[0]) }) == [paths[0], paths[paths.count - 1]])
        let errors = outcome.errorLines.filter { !$0.contains(" photos, ") }
        #expect(errors.count == paths.count - 2)
        #expect(errors.first == "facenet: \(folder.path)/missing.jpg: could not be read: No such file or directory")
        for (file, line) in zip(files, errors.dropFirst()) {
            #expect(line.hasPrefix("facenet: \(folder.path)/\(file.name): \(file.reason)"), "\(line)")
        }
    }

    @Test func `a folder stands for its photos, and one without any is 2`() throws {
        for command in ["detect", "embed"] {
            let empty = try Binary.run([command, folder.path], environment: environment)
            #expect(empty.code == 2)
            #expect(empty.errorLines == ["facenet: \(folder.path): holds no photos"])
        }
        for (number, name) in ["Abel_Pacheco", "Aaron_Sorkin"].enumerated() {
            let copy = folder.appendingPathComponent("\(2 - number).jpg").path
            try FileManager.default.copyItem(atPath: lfw(name, 1), toPath: copy)
        }
        let expected = ["1.jpg", "2.jpg"].map { "\(folder.path)/\($0)" }
        let found = try Binary.run(["detect", folder.path], environment: environment)
        #expect(found.lines.map { $0.split(separator: "\t").first.map(String.init) } == expected)
        let embedded = try Binary.run(["embed", folder.path], environment: environment)
        #expect(embedded.lines.dropFirst().map { $0.split(separator: ",").first.map(String.init) } == expected)
    }

    @Test func `hidden points are measured without another detector`() throws {
        for name in ["Abel_Pacheco", "Aaron_Sorkin"] {
            let copy = folder.appendingPathComponent("\(name).jpg").path
            try FileManager.default.copyItem(atPath: lfw(name, 1), toPath: copy)
        }
        let outcome = try Binary.run(
            ["evaluate", "detector", "--portraits", folder.path, "--occlude", "surgicalMask"],
            environment: ["FACENET_DATA": folder.path]
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        let lines = outcome.lines.map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.prefix(2).map { [$0[2], $0[3]] } == [["photos", "2"], ["found", "2"]])
        let shift = try #require(lines.last { $0[2] == "mean shift" })
        #expect(shift[0] == "surgicalMask")
        #expect(shift[3].split(separator: " ").compactMap { Double($0) }.count == 10)
        #expect(!lines.contains { $0[0] == "portraits" && $0[2].hasPrefix("points") })
        func shifts(_ options: [String]) throws -> (code: Int32, shift: String?) {
            let outcome = try Binary.run(
                ["evaluate", "detector", "--portraits", folder.path] + options,
                environment: ["FACENET_DATA": folder.path]
            )
            return (outcome.code, outcome.lines.last { $0.contains("mean shift") })
        }
        let high = try shifts(["--occlude", "surgicalMask", "--mask-rise", "1"])
        #expect(high.code == 0 && high.shift != nil && high.shift != outcome.lines.last { $0.contains("mean shift") })
        for wrong in [["--occlude", "hand", "--mask-rise", "1"], ["--occlude", "surgicalMask", "--mask-rise", "2"]] {
            #expect(try shifts(wrong).code == 64)
        }
    }

    @Test func `a photo that verify cannot use is 2`() throws {
        let outcome = try Binary.run(
            ["verify", lfw("Abel_Pacheco", 1), "\(folder.path)/missing.jpg"],
            environment: environment
        )
        #expect(outcome.code == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.last?.hasSuffix("missing.jpg: could not be read: No such file or directory") == true)
    }

    @Test func `drawings are written beside each other`() throws {
        let out = folder.appendingPathComponent("out").path
        let photo = lfw("Abel_Pacheco", 1)
        let outcome = try Binary.run(["detect", "--json", "--draw", out, photo], environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let found = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect((found["faces"] as? [Any])?.count == 1)
        let drawing = try Photo(contentsOf: out + "/Abel_Pacheco_0001.png")
        #expect(drawing != (try Photo(contentsOf: photo)))
        #expect(drawing.width == 250)
    }

    @Test func `a matrix for NumPy has a row a face, and a list of them`() throws {
        let path = folder.appendingPathComponent("faces.npy").path
        let photos = [lfw("Abel_Pacheco", 1), "nowhere.jpg", lfw("Aaron_Sorkin", 1)]
        let outcome = try Binary.run(
            ["embed", "--faces", "central", "--format", "npy", "--output", path] + photos,
            environment: environment
        )
        #expect(outcome.code == 1)
        #expect(outcome.lines == ["0\t\(photos[0])\t0", "1\t\(photos[2])\t0"])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count == 128 + 2 * 512 * 4)
        #expect(String(decoding: bytes[10..<128], as: UTF8.self).contains("'shape': (2, 512)"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["faces.npy"])
    }

    @Test func `embeddings as CSV read back as unit vectors`() throws {
        let outcome = try Binary.run(["embed", lfw("Abel_Pacheco", 1)], environment: environment)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let rows = outcome.lines.map { $0.split(separator: ",") }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0.count == 7 + 512 })
        let sum = rows[1].dropFirst(7).reduce(0) { $0 + (Double($1) ?? .nan) * (Double($1) ?? .nan) }
        #expect(abs(sum - 1) < 1e-2)
    }

    @Test func `an output folder that is not there is 2, and nothing is left`() throws {
        let outcome = try Binary.run(
            ["embed", "--output", "\(folder.path)/none/a.csv", lfw("Abel_Pacheco", 1)],
            environment: environment
        )
        #expect(outcome.code == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `control-C leaves nothing behind`() throws {
        let output = folder.appendingPathComponent("all.csv").path
        let outcome = try Binary.run(
            ["embed", "--output", output, "\(data)/lfw/images"],
            environment: environment
        ) { process in
            // Once the unfinished file is there.
            for _ in 0..<600 where try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty {
                Thread.sleep(forTimeInterval: 0.05)
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(names.count == 1 && names[0].hasSuffix(".partial"))
            process.interrupt()
        }
        #expect(outcome.code == 130)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `an ONNX file with its tail cut is 2`() throws {
        let source = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(data)/mtcnn/mtcnn-onet.onnx"))
        let bytes = try source.readToEnd() ?? Data()
        let path = folder.appendingPathComponent("cut.onnx")
        try bytes.prefix(bytes.count - 1000).write(to: path)
        let outcome = try Binary.run(["embed", "--model", path.path, lfw("Abel_Pacheco", 1)], environment: environment)
        #expect(outcome.code == 2)
        #expect(outcome.errorLines == ["facenet: \(path.path): is not a sound ONNX model: it is cut off"])
    }
}
