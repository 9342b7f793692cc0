import Foundation
import Testing

/// "This is not her", on real photos: of two sisters, one is enrolled and the other taken for her.
@Suite(.enabled(if: Binary.data != nil, "FACENET_DATA is not set: no models to run"))
struct RejectionTests {
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
    }

    private func serena(_ numbers: Int...) -> [String] { photos("Serena_Williams", numbers) }
    private func venus(_ numbers: Int...) -> [String] { photos("Venus_Williams", numbers) }

    private func photos(_ name: String, _ numbers: [Int]) -> [String] {
        numbers.map { "\(data)/lfw/images/\(name)/\(name)_\(String($0 + 10000).dropFirst()).jpg" }
    }

    private func run(_ arguments: [String]) throws -> Binary.Outcome {
        try Binary.run(arguments, environment: environment)
    }

    /// The answer for the face nearest the middle of each photo.
    private func answers(_ photos: [String]) throws -> [String] {
        try run(["identify", "--json", "--fpir", "0.01"] + photos).lines.map { line in
            let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let faces = try #require(object["faces"] as? [[String: Any]])
            return try #require(faces.first?["answer"] as? String)
        }
    }

    @Test func `who is said not to be somebody is not, in that photo or others, and the person still is`() throws {
        #expect(try run(["gallery", "create"]).code == 0)
        #expect(try run(["enroll", "--person", "Serena", "--face", "central"] + serena(1)).code == 0)
        let strangers = venus(2, 6, 9), own = serena(3, 14, 41, 47)
        #expect(try answers(strangers) == ["match", "match", "match"])
        let feedback = try run(["feedback", "not", "--face", "central", "Serena"] + venus(2))
        #expect(feedback.code == 0, "\(feedback.errors)")
        #expect(try answers(strangers) == ["nobody", "nobody", "nobody"])
        #expect(try answers(own) == ["match", "match", "match", "match"])
        #expect(try run(["verify", "--person", "Serena"] + venus(6)).code == 1)
        #expect(try run(["verify", "--person", "Serena"] + serena(3)).code == 0)
    }
}
