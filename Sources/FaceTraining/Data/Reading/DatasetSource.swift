import Foundation

/// Where a set of photos is, and how it says who is who.
public enum DatasetSource: Hashable, Sendable {
    /// A folder of folders, one a person: `DIR/PERSON/*.jpg`.
    case folder(String)
    /// A CSV file of paths and people; see ``ManifestReader``.
    case manifest(String)
    /// A folder of packed shards; see ``Shard``.
    case shards(String)
    /// A flat folder, and a list of `file person` lines such as `identity_CelebA.txt`.
    case identities(list: String, folder: String)

    /// Takes a path for what it looks like: a CSV file, a folder of shards, a folder with a `manifest.csv`, or a folder of
    /// folders.
    public init(at path: String) {
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        let isFolder = FileTree.isFolder(path)
        if !isFolder {
            self = .manifest(path)
        } else if FileManager.default.fileExists(atPath: folder + "/manifest.csv") {
            self = .manifest(folder + "/manifest.csv")
        } else if (try? FileTree.names(in: path))?.contains(where: { $0.hasSuffix(Shard.fileSuffix) }) == true {
            self = .shards(folder)
        } else {
            self = .folder(folder.isEmpty ? "/" : folder)
        }
    }

    /// The path that messages name.
    public var path: String {
        switch self {
        case .folder(let path), .manifest(let path), .shards(let path): path
        case .identities(_, let folder): folder
        }
    }

    /// Lists the photos.
    func listing() throws(DataFailure) -> DatasetListing {
        switch self {
        case .folder(let path): try FolderReader(path: path).listing()
        case .manifest(let path): try ManifestReader(path: path).listing()
        case .shards(let path): try ShardReader(path: path).listing()
        case .identities(let list, let folder): try IdentityListReader(list: list, folder: folder).listing()
        }
    }
}

/// The photos of a source, as it lists them.
struct DatasetListing {
    /// A photo, and whose it is.
    struct Entry {
        var person: String
        var sample: FaceSample
    }

    var entries: [Entry] = []
    var problems: [DatasetProblem] = []
    var metadata: [String: String]?
}
