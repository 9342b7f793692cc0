public import FacePipeline
import Foundation

/// Photos in a folder of folders, a person each: what a batch enrolls.
public struct PeopleFolder: Hashable, Sendable {
    /// A person and where the photos are.
    public struct Entry: Hashable, Sendable {
        /// The folder's name.
        public var name: String
        /// The photos, in the order of their names.
        public var photos: [PhotoSource]

        /// Creates an entry.
        public init(name: String, photos: [PhotoSource]) {
            self.name = name
            self.photos = photos
        }
    }

    /// The people, in the order of their names.
    public var people: [Entry]

    /// Creates a list of people.
    public init(people: [Entry]) { self.people = people }

    /// Lists a folder of folders.
    ///
    /// A person is called as the folder is. Files and folders whose names begin with a dot are left out, and so are
    /// folders of no files; what is no image is found out when it is read.
    ///
    /// - Parameter path: The folder.
    /// - Throws: ``RecognitionError/unreadableFolder(reason:)``.
    public init(contentsOf path: String) throws(RecognitionError) {
        do {
            people = try Self.names(in: path).compactMap { name in
                let folder = "\(path)/\(name)"
                guard Self.isFolder(folder) else { return nil }
                let photos = try Self.names(in: folder).map { "\(folder)/\($0)" }.filter { !Self.isFolder($0) }
                return photos.isEmpty ? nil : Entry(name: name, photos: photos.map(PhotoSource.file))
            }
        } catch {
            throw .unreadableFolder(reason: error.localizedDescription)
        }
    }

    /// The number of photos.
    public var photoCount: Int { people.reduce(0) { $0 + $1.photos.count } }

    private static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
