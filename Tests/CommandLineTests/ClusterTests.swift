import FaceImaging
import Foundation
import Testing

/// `facenet cluster` where no model is needed.
@Suite struct ClusterOptionTests {
    private func run(_ arguments: String...) throws -> Binary.Outcome { try Binary.run(["cluster"] + arguments) }

    @Test(arguments: [
        ["photo.jpg", "--gallery", "g"], ["photo.jpg", "--undo"], ["photo.jpg", "--add", "other.jpg"],
        ["photo.jpg", "--threshold", "5"], ["photo.jpg", "--threshold", "nan"], ["photo.jpg", "--core-faces", "0"],
        ["photo.jpg", "--minimum-size", "0"], ["photo.jpg", "--method", "magic"],
        ["--gallery", "g", "--assign", "Ada"],
        ["--gallery", "g", "--merge", "1"], ["--gallery", "g", "--split", "1=x"], ["--gallery", "g", "--move", "1="],
    ])
    func `what makes no sense is refused`(arguments: [String]) throws {
        #expect(try Binary.run(["cluster"] + arguments).code == 64, "\(arguments)")
    }

    @Test func `neither photos nor a gallery is an error that says so`() throws {
        let outcome = try run()
        #expect(outcome.code == 2)
        #expect(outcome.errorLines == ["facenet: --gallery: no gallery was named: give one, or set FACENET_GALLERY"])
    }

    @Test func `a gallery that is not there is an error`() throws {
        let outcome = try run("--gallery", "/nowhere/g.gallery")
        #expect(outcome.code == 2)
        #expect(outcome.errors.hasPrefix("facenet: /nowhere/g.gallery: "))
    }

    @Test func `a matrix that is none is an error`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        func matrix(_ rows: Int, _ numbers: [Float]) -> Data {
            let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), 2), }\n"
            return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8))
                + numbers.withUnsafeBytes { Data($0) }
        }
        for (data, reason) in [
            (Data("no".utf8), "is not a .npy file"), (matrix(3, [1, 2]), "is cut off"),
            (matrix(2, [1, 2, .nan, 1]), "row 1 is no embedding"), (matrix(1, [0, 0]), "row 0 is no embedding"),
        ] {
            try data.write(to: file)
            let outcome = try Binary.run(["benchmark", "cluster", file.path])
            #expect(outcome.code == 2 && outcome.errors.contains(reason), "\(outcome.errors)")
        }
        try matrix(2, [1, 0, 0, 1]).write(to: file)
        #expect(try Binary.run(["benchmark", "cluster", file.path]).text.hasPrefix("2\t2\t2\t"))
    }
}

/// `facenet cluster` on people of LFW, with the models of `FACENET_DATA`.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models and no LFW"))
final class ClusterPhotoTests {
    private let data: String
    private let folder: URL
    private let people = ["George_W_Bush", "Colin_Powell", "Serena_Williams"]

    init() throws {
        data = try #require(Binary.data)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("cluster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The photos of a person of LFW.
    private func photos(of person: String, _ range: Range<Int>) throws -> [String] {
        let root = "\(data)/lfw/images/\(person)"
        let names = try FileManager.default.contentsOfDirectory(atPath: root).sorted()
        return names[range].map { "\(root)/\($0)" }
    }

    private func run(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.run(
            ["cluster", "--faces", "central"] + arguments,
            environment: ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        )
    }

    /// The group of each photo that was printed.
    private func groups(_ outcome: Binary.Outcome) -> [String: String] {
        let fields = outcome.lines.map { $0.split(separator: "\t").map(String.init) }
        return Dictionary(fields.map { ($0[1], $0[0]) }) { first, _ in first }
    }

    @Test func `people's photos are grouped, linked, listed and shown`() throws {
        let lists = try people.map { try photos(of: $0, 0..<5) }
        let (links, page, json) = (
            folder.appending(path: "links").path, folder.appending(path: "page.html").path,
            folder.appending(path: "groups.json").path
        )
        let outcome = try run(lists.joined() + ["--links", links, "--html", page, "--json", json])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let groups = groups(outcome)
        #expect(groups.count == 15)
        for list in lists { #expect(Set(list.map { groups[$0] }).count == 1) }
        #expect(Set(groups.values) == ["1", "2", "3"])
        for group in 1...3 {
            let linked = try FileManager.default.contentsOfDirectory(atPath: "\(links)/group-000\(group)")
            #expect(linked.count == 5)
            for name in linked {
                let link = "\(links)/group-000\(group)/\(name)"
                let target = try FileManager.default.destinationOfSymbolicLink(atPath: link)
                #expect(groups[target] == "\(group)")
            }
        }
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.components(separatedBy: "src=\"data:image/jpeg;base64,").count == 16)
        #expect(!html.contains("http") && !html.contains("<script"))
        let record = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: json)))
        #expect(((record as? [String: Any])?["groups"] as? [Any])?.count == 3)
        #expect(try run([lists[0][0], "--links", links]).code == 2)
    }

    /// Two photos of one person side by side: a photo that shows a person twice.
    @Test func `one person once per photo keeps a collage's faces apart, unless told otherwise`() throws {
        let photos = try photos(of: "Serena_Williams", 0..<6)
        let halves = try photos[..<2].map { ContactSheet.Entry(photo: try Photo(contentsOf: $0)) }
        let collage = folder.appending(path: "collage.jpg").path
        try ContactSheet(columns: 2, cell: 250).photo(of: halves).write(to: collage)
        let arguments = ["cluster", "--minimum-size", "1", "--minimum-face", "60", collage] + photos[2...]
        let environment = ["FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn"]
        func groupsOfCollage(_ more: String...) throws -> [String] {
            let outcome = try Binary.run(arguments + more, environment: environment)
            #expect(outcome.code == 0, "\(outcome.errors)")
            let fields = outcome.lines.map { $0.split(separator: "\t").map(String.init) }
            return fields.filter { $0[1] == collage }.map { $0[0] }
        }
        for method in ["whispers", "agglomerative", "density"] {
            let apart = try groupsOfCollage("--method", method, "--threshold", "1")
            #expect(apart.count == 2 && Set(apart).count == 2, "\(method)")
            let together = try groupsOfCollage("--method", method, "--threshold", "1", "--no-one-per-photo")
            #expect(together.count == 2 && Set(together).count == 1, "\(method)")
        }
    }

    @Test func `a gallery keeps what was said when photos are added`() throws {
        let gallery = folder.appending(path: "g.gallery").path
        let model = "\(data)/facenet-vggface2.onnx"
        #expect(try Binary.run(["gallery", "create", "--gallery", gallery, "--model", model]).code == 0)
        var first: [String] = []
        for person in people { first += try photos(of: person, 0..<3) }
        let before = groups(try run(["--gallery", gallery] + first.flatMap { ["--add", $0] }))
        #expect(Set(before.values).count == 3)
        let bush = try #require(before[first[0]])
        #expect(try run(["--gallery", gallery, "--assign", "\(bush)=George Bush"]).code == 0)
        var more: [String] = []
        for person in people { more += try photos(of: person, 3..<5) }
        let added = try run(["--gallery", gallery] + (first + more).flatMap { ["--add", $0] })
        #expect(added.code == 0 && added.errors.contains("9 photos are in the gallery already"))
        let after = groups(added)
        for (photo, group) in before { #expect(after[photo] == group) }
        for (index, photo) in more.enumerated() { #expect(after[photo] == before[first[index / 2 * 3]]) }
        #expect(added.lines.contains { $0.hasPrefix("\(bush)\t\(more[0])") && $0.hasSuffix("\tGeorge Bush") })
        #expect(try run(["--gallery", gallery, "--undo"]).errors.contains("taken back: group faces"))
        #expect(try run(["--gallery", gallery, "--undo"]).errors.contains("taken back: assign group"))
    }

    @Test func `a photo without a face is told, and the others are grouped`() throws {
        let empty = folder.appending(path: "empty.png").path
        try Photo(width: 200, height: 200, filledWith: Color(red: 90, green: 120, blue: 90)).write(to: empty)
        let outcome = try run([empty] + photos(of: people[0], 0..<3))
        #expect(outcome.code == 1)
        #expect(outcome.lines.count == 3 && outcome.errors.contains(empty))
    }
}
