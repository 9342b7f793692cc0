import Foundation

/// A folder for each group, with links to its photos.
enum ClusterLinks {
    /// Makes the folders at one stroke.
    ///
    /// - Throws: ``Failure`` if there is something at `path` already, or it cannot be written.
    static func write(_ grouped: GroupedFaces, to path: String) throws(Failure) {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { throw Failure(path, "is there already") }
        let draft = "\(path).\(UInt32.random(in: .min ... .max)).partial"
        Interruption.removes(draft)
        defer { Interruption.keeps(draft) }
        do {
            for group in grouped.groups {
                let number = String(group.group)
                let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
                let name = group.person.map { " " + safe($0) } ?? ""
                try link(group.faces, in: "\(draft)/group-\(padded)\(name)")
            }
            try link(grouped.ungrouped, in: "\(draft)/ungrouped")
            try files.moveItem(atPath: draft, toPath: path)
        } catch {
            try? files.removeItem(atPath: draft)
            throw Failure(path, "could not be written: \(error.localizedDescription)")
        }
    }

    private static func link(_ faces: [GroupedFace], in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var names: Set<String> = []
        // A photo with several faces is one link.
        for photo in Set(faces.compactMap(\.photo)).sorted() {
            let url = URL(fileURLWithPath: photo).standardizedFileURL
            var name = url.lastPathComponent
            var count = 1
            while !names.insert(name).inserted {
                count += 1
                name = "\(url.deletingPathExtension().lastPathComponent)-\(count).\(url.pathExtension)"
            }
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: url.path)
        }
    }

    /// A name that is one part of a path.
    private static func safe(_ name: String) -> String {
        String(name.map { "/\\:\0".contains($0) ? "_" : $0 }.prefix(60))
    }
}
