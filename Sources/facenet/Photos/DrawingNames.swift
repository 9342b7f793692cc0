/// Names for drawings in a folder: those of the photos, and a number where two are called alike.
struct DrawingNames {
    private let paths: [String]

    init(folder: String, photos: [String]) {
        var taken: Set<String> = []
        paths = photos.map { photo in
            let file = photo.split(separator: "/").last.map(String.init) ?? "photo"
            let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
            var name = stem
            var number = 1
            while !taken.insert(name).inserted {
                number += 1
                name = "\(stem)-\(number)"
            }
            return "\(folder)/\(name).png"
        }
    }

    /// The path of the drawing of the photo at an index.
    subscript(index: Int) -> String { paths[index] }
}
