import Foundation

/// Folders of frames, and the frames that count of each.
struct FrameFolders {
    /// The frames of each folder, in order, by the folder's name; all names relative to one folder.
    let frames: [String: [String]]

    /// Lists the first photos of folders.
    ///
    /// - Parameters:
    ///   - names: The folders, relative to `base`.
    ///   - base: Where they are.
    ///   - limit: The most photos of a folder, the first in order of their names, numbers in them by value: `0.99.jpg`
    ///     comes before `0.100.jpg`.
    /// - Throws: ``Failure`` at the first that holds no photos.
    init(_ names: [String], in base: String, limit: Int) throws(Failure) {
        var frames: [String: [String]] = [:]
        for name in names {
            let folder = "\(base)/\(name)"
            let photos = PhotoList.photos(at: [folder]).filter { $0.hasPrefix(folder + "/") }
            guard !photos.isEmpty else { throw Failure(folder, "holds no photos") }
            let sorted = photos.map { String($0.dropFirst(base.count + 1)) }.sorted(by: Self.isBefore)
            frames[name] = Array(sorted.prefix(limit))
        }
        self.frames = frames
    }

    /// All frames, folder after folder in the order of `names`.
    func all(_ names: [String]) -> [String] { names.flatMap { frames[$0] ?? [] } }

    private static func isBefore(_ first: String, _ second: String) -> Bool {
        switch first.compare(second, options: .numeric) {
        case .orderedAscending: true
        case .orderedDescending: false
        // `01.jpg` and `1.jpg`.
        case .orderedSame: first < second
        }
    }
}
