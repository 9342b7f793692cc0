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
