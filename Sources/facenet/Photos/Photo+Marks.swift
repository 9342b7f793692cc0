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

    /// Writes a text on a dark ground above a box, or into its upper edge if the photo ends there.
    mutating func label(_ box: Rect, _ text: String) {
        let dot = max(2, min(width, height) / 200)
        let (wide, high) = (Float((6 * text.count + 1) * dot), Float(9 * dot))
        let (x, y) = (max(0, min(box.minX, Float(width) - wide)), max(0, box.minY - high))
        fill(Rect(x: x, y: y, width: wide, height: high), with: .black)
        let corner = (x: Int(x) + dot, y: Int(y) + dot)
        drawText(text, at: corner, color: Color(red: 0, green: 255, blue: 0), dot: dot)
    }
}
