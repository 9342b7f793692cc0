import Foundation
import Testing

/// Galleries through the whole program, on real photos.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models to run"))
struct GalleryTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private let data: String
    private let environment: [String: String]

    init() throws {
        data = try #require(Binary.data)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        environment = [
            "FACENET_DATA": data, "FACENET_MODEL": Binary.published, "FACENET_DETECTOR": "mtcnn",
            "FACENET_GALLERY": "\(folder.path)/people.facegallery",
        ]
        #expect(try run("gallery", "create").code == 0)
    }

    private func run(_ arguments: String...) throws -> Binary.Outcome {
        try Binary.run(arguments, environment: environment)
    }

    private func lfw(_ name: String, _ numbers: Int...) -> [String] {
        numbers.map { "\(data)/lfw/images/\(name)/\(name)_\(String($0 + 10000).dropFirst()).jpg" }
    }

    private func enroll(_ name: String, _ photos: [String], _ more: [String] = []) throws -> Binary.Outcome {
        try Binary.run(["enroll", "--person", name, "--face", "central"] + more + photos, environment: environment)
    }

    /// Answer and name of the one face nearest the middle of each photo.
    private func identify(_ photos: [String]) throws -> [(answer: String, names: String)] {
        let outcome = try Binary.run(["identify", "--json"] + photos, environment: environment)
        return try outcome.lines.map { line in
            let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let faces = try #require(object["faces"] as? [[String: Any]])
            let main = try #require(faces.first)
            let people = try #require(main["people"] as? [[String: Any]])
            return (
                try #require(main["answer"] as? String),
                people.compactMap { $0["name"] as? String }.joined(separator: ",")
            )
        }
    }

    @Test func `one photo a person is enough, and a stranger is nobody`() throws {
        #expect(try enroll("Aaron", lfw("Aaron_Peirsol", 1)).code == 0)
        #expect(try enroll("Abdullah", lfw("Abdullah_Gul", 12)).code == 0)
        let answers = try identify(
            lfw("Aaron_Peirsol", 3) + lfw("Abdullah_Gul", 14) + lfw("Abel_Pacheco", 1)
        )
        #expect(answers.map(\.answer) == ["match", "match", "nobody"])
        #expect(answers.map(\.names) == ["Aaron", "Abdullah", ""])
        let verified = try Binary.run(
            ["verify", "--person", "aaron"] + lfw("Aaron_Peirsol", 3),
            environment: environment
        )
        #expect(verified.code == 0, "\(verified.errors)")
        #expect(verified.text.hasPrefix("same\t"))
        #expect(
            try Binary.run(["verify", "--person", "Aaron"] + lfw("Abel_Pacheco", 1), environment: environment).code == 1
        )
    }

    @Test func `what was said of an answer is obeyed at once, and can be taken back`() throws {
        // The wrong name on purpose: the next photo is taken for it.
        #expect(try enroll("Somebody", lfw("Aaron_Peirsol", 1)).code == 0)
        #expect(try identify(lfw("Aaron_Peirsol", 3)).map(\.names) == ["Somebody"])
        let said = try Binary.run(
            ["feedback", "not", "Somebody", "--face", "central"] + lfw("Aaron_Peirsol", 3),
            environment: environment
        )
        #expect(said.code == 0, "\(said.errors)")
        // The same photo, and another of the same stranger that is nearer to the rejected one than to the enrolled one.
        #expect(try identify(lfw("Aaron_Peirsol", 3)).map(\.answer) == ["nobody"])
        #expect(try identify(lfw("Aaron_Peirsol", 1)).map(\.names) == ["Somebody"], "the enrolled photo itself")
        let list = try run("feedback", "list")
        #expect(list.lines.count == 1)
        #expect(list.text.contains("not this person\tSomebody"))
        let number = try #require(list.text.split(separator: "\t").first.map(String.init))
        #expect(try run("feedback", "withdraw", number).code == 0)
        #expect(try identify(lfw("Aaron_Peirsol", 3)).map(\.names) == ["Somebody"])
    }

    @Test func `a removed person is found by no command`() throws {
        #expect(try enroll("Aaron", lfw("Aaron_Peirsol", 1)).code == 0)
        #expect(try enroll("Abel", lfw("Abel_Pacheco", 1)).code == 0)
        let receipt = try run("gallery", "remove", "Aaron")
        #expect(receipt.code == 0, "\(receipt.errors)")
        #expect(receipt.text == "Aaron\t1\terased\t\n")
        #expect(try run("gallery", "list").lines.map { $0.split(separator: "\t")[0] } == ["Abel"])
        #expect(try run("gallery", "show", "Aaron").code == 2)
        #expect(try identify(lfw("Aaron_Peirsol", 3)).map(\.answer) == ["nobody"])
        let check = try run("gallery", "check")
        #expect(check.code == 0, "\(check.text)\(check.errors)")
        #expect(try run("gallery", "log").text.contains("remove person"))
        #expect(!(try run("gallery", "log").text.contains("Aaron")))
    }

    @Test func `a folder of people is enrolled once, and the second time nothing is read again`() throws {
        let people = folder.appendingPathComponent("photos")
        let empty = folder.appendingPathComponent("empty.jpg")
        try Data().write(to: empty)
        for (person, photos) in [
            ("Aaron", lfw("Aaron_Peirsol", 1, 3)), ("Abdullah", lfw("Abdullah_Gul", 12, 14)),
            ("Nobody", [empty.path]),
        ] {
            let place = people.appendingPathComponent(person)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (index, photo) in photos.enumerated() {
                let data = try Data(contentsOf: URL(fileURLWithPath: photo))
                try data.write(to: place.appendingPathComponent("\(index).jpg"))
            }
        }
        let first = try run("enroll", "--from-folder", people.path)
        #expect(first.code == 1, "the empty photo")
        #expect(
            first.lines.map { $0.split(separator: "\t")[2] } == [
                "enrolled", "enrolled", "enrolled", "enrolled", "failed",
            ]
        )
        let second = try run("enroll", "--from-folder", people.path)
        #expect(
            second.lines.map { $0.split(separator: "\t")[2] } == ["skipped", "skipped", "skipped", "skipped", "failed"]
        )
        #expect(try run("gallery", "list").lines.map { $0.split(separator: "\t")[1] } == ["2", "2"])
    }

    @Test func `a name can be any text a person could have, and a bad one changes nothing`() throws {
        for name in ["Anne-Marie O'Neil", "'; DROP TABLE people; --", "../../etc/passwd", "张伟", "👩🏽‍🚀 Ada"] {
            let outcome = try enroll(name, lfw("Abel_Pacheco", 1), ["--review", "off"])
            #expect(outcome.code == 0, "\(name): \(outcome.errors)")
        }
        for (name, reason) in [
            (String(repeating: "x", count: 10_000), "10000"), ("", "empty"), ("a\u{7}b", "U+7"),
        ] {
            let outcome = try enroll(name, lfw("Abel_Pacheco", 1), ["--review", "off"])
            #expect(outcome.code == 2)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
            #expect(outcome.errorLines.count { $0.contains("people.facegallery") } == 1)
        }
        #expect(try run("gallery", "list").lines.count == 5)
    }

    @Test func `an export taken in elsewhere answers as the gallery does`() throws {
        #expect(try enroll("Aaron", lfw("Aaron_Peirsol", 1)).code == 0)
        let file = "\(folder.path)/people.jsonl"
        let export = try run("gallery", "export", file)
        #expect(export.code == 0, "\(export.errors)")
        #expect(try run("gallery", "create", "--gallery", "\(folder.path)/other.facegallery").code == 0)
        let taken = try run("gallery", "import", "--gallery", "\(folder.path)/other.facegallery", file)
        #expect(taken.code == 0, "\(taken.errors)")
        let answer = try Binary.run(
            ["identify", "--gallery", "\(folder.path)/other.facegallery"] + lfw("Aaron_Peirsol", 3),
            environment: environment
        )
        #expect(answer.text.contains("\tmatch\tAaron\t"))
    }

    @Test func `files that are no gallery, and a gallery of nobody`() throws {
        let empty = try identify(lfw("Abel_Pacheco", 1))
        #expect(empty.map(\.answer) == ["nobody"])
        let photo = lfw("Abel_Pacheco", 1)[0]
        for (path, reason) in [
            (photo, "is not a gallery"), ("\(folder.path)/missing", "no such file"), (folder.path, "folder"),
        ] {
            let outcome = try run("identify", "--gallery", path, photo)
            #expect(outcome.code == 2)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
    }
}
