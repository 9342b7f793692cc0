import FaceImaging
import Foundation

/// Small pictures of faces, cut out of their photos.
struct FaceThumbnails {
    /// Columns and rows.
    static let side = 96

    /// Cuts faces out, each photo decoded once.
    ///
    /// - Returns: A JPEG for each face that could be had, in the order given.
    static func jpegs(of faces: [GroupedFace], threads: Int) async throws -> [[UInt8]?] {
        var photos: [String] = []
        var wanted: [String: [Int]] = [:]
        for (index, face) in faces.enumerated() {
            guard let photo = face.photo, face.box != nil else { continue }
            if wanted[photo] == nil { photos.append(photo) }
            wanted[photo, default: []].append(index)
        }
        let boxes = faces.map(\.box)
        let indices = wanted
        var jpegs = [[UInt8]?](repeating: nil, count: faces.count)
        try await OrderedWork.run(photos, width: threads) { path in
            (path, Self.jpegs(of: (indices[path] ?? []).map { boxes[$0] ?? [] }, in: path))
        } sink: { path, found in
            for (index, jpeg) in zip(indices[path] ?? [], found) { jpegs[index] = jpeg }
        }
        return jpegs
    }

    private static func jpegs(of boxes: [[Float]], in path: String) -> [[UInt8]?] {
        guard let photo = try? Photo(contentsOf: path) else { return boxes.map { _ in nil } }
        return boxes.map { box in
            guard box.count == 4 else { return nil }
            let rect = Rect(x: box[0], y: box[1], width: box[2], height: box[3])
            return try? picture(of: rect, in: photo, side: side)?.encoded(as: .jpeg(quality: 80))
        }
    }

    /// A face and some room around it, or `nil` if the box is no face's.
    static func picture(of box: Rect, in photo: Photo, side: Int) -> Photo? {
        square(around: box, in: photo).map { region in
            photo.resized(region, width: side, height: side, filter: .antialiasedBilinear)
        }
    }

    /// The square around a face, with room around it, as far as the photo goes.
    private static func square(around box: Rect, in photo: Photo) -> PixelRegion? {
        let (centerX, centerY) = ((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2)
        let side = min(1.3 * max(box.width, box.height), Float(min(photo.width, photo.height)))
        guard side >= 1, centerX.isFinite, centerY.isFinite else { return nil }
        let x = Int(max(0, min(Float(photo.width) - side, centerX - side / 2)))
        let y = Int(max(0, min(Float(photo.height) - side, centerY - side / 2)))
        return PixelRegion(x: x, y: y, width: Int(side), height: Int(side))
    }
}
