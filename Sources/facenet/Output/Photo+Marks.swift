import FaceDetection
import FaceImaging

extension Photo {
    /// The photo with boxes and landmarks drawn into it.
    func marked(with faces: [DetectedFace]) -> Photo {
        var photo = self
        let thickness = max(1, Float(min(width, height)) / 250)
        for face in faces {
            photo.drawOutline(of: face.box, color: Color(red: 0, green: 255, blue: 0), thickness: thickness)
            for point in face.landmarks.points {
                // Landmarks count from the centers of pixels, drawing from their corners.
                let center = Point(x: point.x + 0.5, y: point.y + 0.5)
                photo.drawDot(at: center, radius: thickness, color: Color(red: 255, green: 0, blue: 0))
            }
        }
        return photo
    }
}

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
