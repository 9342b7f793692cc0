/// Something about a set of photos that is not as it should be, and that did not stop the reading.
public struct DatasetProblem: Error, Hashable, Sendable, Codable {
    /// What kind of problem.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The photo's bytes cannot be read or decoded.
        case unreadable
        /// The same bytes are there under the same person already.
        case duplicate
        /// The same bytes are there under different people, so that nobody knows whose they are.
        case labelConflict
        /// A line of a manifest or an identity list is not understood.
        case malformedLine
        /// A photo belongs to nobody.
        case unlabeled
        /// A person's folder has no photo in it.
        case emptyPerson
        /// A person has fewer photos than asked for.
        case fewPhotos
        /// No face was found in the photo.
        case noFace
    }

    /// What kind of problem.
    public var kind: Kind
    /// What it is about: a file or a folder.
    public var path: String
    /// One sentence that can follow `path: `.
    public var reason: String

    /// Creates a problem.
    public init(_ kind: Kind, _ path: String, _ reason: some CustomStringConvertible) {
        self.kind = kind
        self.path = path
        self.reason = reason.description
    }
}

extension DatasetProblem: CustomStringConvertible {
    /// `path: reason`.
    public var description: String { "\(path): \(reason)" }
}

/// An error, and the file or folder it is about.
public struct DataFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    public var path: String
    /// What is wrong with it.
    public var error: DataError

    /// Creates a failure.
    public init(_ path: String, _ error: DataError) {
        self.path = path
        self.error = error
    }

    /// `path: reason`.
    public var description: String { "\(path): \(error)" }
}
