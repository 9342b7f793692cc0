import ArgumentParser
import FaceImaging
import Foundation

/// A folder of drawn people as `facenet data synthesize` fills it: `person-0001/001.jpg`, and `manifest.csv`.
struct SyntheticFolder: Sendable {
    /// How photos are stored.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jpg, png
    }

    let path: String
    let format: Format
    /// Photos of each person.
    let photos: Int

    /// The manifest's first line.
    static let header = """
        path,person,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,\
        right_mouth_y,occlusion\n
        """

    var manifest: String { "\(path)/manifest.csv" }

    /// Makes the folder, and sees that nothing in it is in the way.
    func prepare(force: Bool) throws(Failure) {
        try Folder.create(path)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw Failure(path, "could not be read: \((error as NSError).localizedDescription)")
        }
        guard force || names.isEmpty else {
            throw Failure(path, "is not empty; --force writes into it all the same")
        }
        // A manifest of other photos must not stand beside these, not even for a while.
        if names.contains("manifest.csv") {
            do {
                try FileManager.default.removeItem(atPath: manifest)
            } catch {
                throw Failure(manifest, "could not be replaced: \((error as NSError).localizedDescription)")
            }
        }
    }

    /// Draws and writes the photos of a person.
    ///
    /// - Returns: The manifest's lines.
    func write(_ person: Int, of set: SyntheticFaceSet) throws(Failure) -> String {
        let name = "person-\(Self.padded(person + 1, to: 4))"
        try Folder.create("\(path)/\(name)")
        var lines = ""
        for number in 0..<photos {
            let sample = set.sample(number, of: person)
            let file = "\(name)/\(Self.padded(number + 1, to: 3)).\(format.rawValue)"
            do throws(ImageError) {
                try sample.photo.write(to: "\(path)/\(file)", as: format == .png ? .png : .jpeg(quality: 92))
            } catch {
                throw Failure("\(path)/\(file)", error)
            }
            let places = sample.landmarks.points.flatMap { [Self.hundredths($0.x), Self.hundredths($0.y)] }
            let fields = [file, name] + places + [sample.occluder?.kind.rawValue ?? ""]
            lines += fields.joined(separator: ",") + "\n"
        }
        return lines
    }

    private static func padded(_ number: Int, to digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func hundredths(_ value: Float) -> String { Double(value).formatted(decimals: 2) }
}
