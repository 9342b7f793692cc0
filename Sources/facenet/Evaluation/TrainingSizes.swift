/// Models by the number of photos they were trained on: a CSV of `model,images`.
struct TrainingSizes {
    /// A line of the file.
    struct Row: Hashable {
        /// The model's path.
        var model: String
        /// The photos it was trained on.
        var images: Int
    }

    let rows: [Row]

    /// Reads a file; a model's path is relative to the file's folder.
    ///
    /// - Throws: ``Failure`` with the line that is wrong.
    init(at path: String) throws(Failure) {
        try self.init(TextFile.contents(of: path), path: path)
    }

    /// Reads the text of a file at a path.
    init(_ text: String, path: String) throws(Failure) {
        var rows: [Row] = []
        let folder = path.contains("/") ? String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)) + "/" : ""
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.last == "\r" ? line.dropLast() : line
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard !line.isEmpty, !(number == 0 && fields == ["model", "images"]) else { continue }
            guard fields.count == 2, !fields[0].isEmpty, let images = Int(fields[1]), images > 0 else {
                throw Failure(path, "line \(number + 1) is not a model and a number of images, with a comma between")
            }
            let row = Row(model: fields[0].hasPrefix("/") ? fields[0] : folder + fields[0], images: images)
            guard !rows.contains(where: { $0.images == images }) else {
                throw Failure(path, "line \(number + 1): \(images) images are there twice")
            }
            rows.append(row)
        }
        guard !rows.isEmpty else { throw Failure(path, "there is no model") }
        self.rows = rows
    }
}
