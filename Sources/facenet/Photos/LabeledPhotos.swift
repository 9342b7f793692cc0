/// The photos of a folder that holds a folder for each person.
struct LabeledPhotos {
    /// A photo, and whom its folder says it shows.
    struct Entry {
        /// The name of the folder, or the one it is an alias of.
        var person: String
        /// `person/file`, relative to the folder of folders.
        var name: String
    }

    /// Where the folders are, with a slash at the end.
    let base: String
    /// The photos, in the order of their paths; at least one.
    let entries: [Entry]

    /// Lists photos; those that lie in no person's folder do not count.
    ///
    /// - Parameters:
    ///   - folder: Holds a folder of photos for each person.
    ///   - aliases: Other names of a person by the name they are taken as.
    /// - Throws: ``Failure`` if there are none.
    init(in folder: String, aliases: [String: String]) throws(Failure) {
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        entries = PhotoList.photos(at: [folder]).filter { $0.hasPrefix(base) }.compactMap { path in
            let parts = path.dropFirst(base.count).split(separator: "/").map(String.init)
            guard parts.count > 1 else { return nil }
            return Entry(person: aliases[parts[0]] ?? parts[0], name: parts.joined(separator: "/"))
        }
        self.base = base
        guard !entries.isEmpty else { throw Failure(folder, "holds no folders of photos, one for each person") }
    }

    /// Reads a list of people who are in a data set under two names: two names a line, a tab between; `#` begins a remark.
    ///
    /// - Parameter path: The list; `nil` for none.
    /// - Returns: By the second name of each line, the first.
    /// - Throws: ``Failure`` with the line that is wrong.
    static func aliases(at path: String?) throws(Failure) -> [String: String] {
        guard let path else { return [:] }
        var aliases: [String: String] = [:]
        for (number, line) in try TextFile.contents(of: path).split(separator: "\n").enumerated() {
            guard !line.hasPrefix("#") else { continue }
            let names = line.split(separator: "\t").map(String.init)
            guard names.count == 2 else {
                throw Failure(path, "line \(number + 1) is not two names with a tab between")
            }
            aliases[names[1]] = names[0]
        }
        return aliases
    }
}
