import FaceImaging
import Foundation

/// Scenes in a file, one JSON object a line.
///
///     {"photo": "a.jpg", "size": [640, 480], "faces": [{"box": [10, 20, 60, 80], "cover": "mask"}]}
///
/// Photos are named from the manifest's folder.
public enum SceneManifest {
    /// Reads a manifest.
    ///
    /// - Parameter path: The file.
    /// - Returns: Its scenes in their order, with the paths of photos as they can be opened.
    /// - Throws: ``DataError``; ``DataError/malformed(line:reason:)`` with the first line that is not a scene.
    public static func scenes(in path: String) throws(DataError) -> [Scene] {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw .unreadable(reason: (error as NSError).localizedDescription)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let decoder = JSONDecoder()
        var scenes: [Scene] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            do {
                var scene = try decoder.decode(Scene.self, from: Data(line.utf8))
                scene.photo = URL(fileURLWithPath: scene.photo, relativeTo: folder).path
                scenes.append(scene)
            } catch let error as DecodingError {
                throw .malformed(line: number + 1, reason: ConfigurationError(error).description)
            } catch {
                throw .malformed(line: number + 1, reason: "is not JSON")
            }
        }
        guard !scenes.isEmpty else { throw .empty }
        return scenes
    }

    /// A scene as a line of a manifest, the line's end included.
    ///
    /// - Throws: ``DataError/unwritable(reason:)`` if a number of it is none.
    public static func line(_ scene: Scene) throws(DataError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(scene), as: UTF8.self) + "\n" } catch {
            throw .unwritable(reason: "a number of \(scene.photo) is none")
        }
    }
}
