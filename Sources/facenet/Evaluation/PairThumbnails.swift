import FaceImaging
import FaceReport
import Foundation

/// Small pictures of the photos that wrongly decided pairs name.
enum PairThumbnails {
    /// The longer side, in pixels.
    private static let side = 112

    /// Scales photos down, a few at a time.
    ///
    /// - Parameters:
    ///   - photos: The photos, each of a data set.
    ///   - folder: Where a data set's photos are; those of others are left out.
    /// - Returns: A JPEG of each photo that can be read.
    /// - Throws: `CancellationError`, if the task is cancelled.
    static func jpegs(
        of photos: [EvaluationReport.Photo],
        in folder: (_ dataset: String) -> String?
    ) async throws -> [EvaluationReport.Photo: [UInt8]] {
        let paths = photos.compactMap { photo in folder(photo.dataset).map { (photo, "\($0)/\(photo.name)") } }
        var jpegs: [EvaluationReport.Photo: [UInt8]] = [:]
        try await OrderedWork.run(paths, width: ProcessInfo.processInfo.activeProcessorCount) { photo, path in
            (photo, jpeg(of: path))
        } sink: { photo, jpeg in
            jpegs[photo] = jpeg
        }
        return jpegs
    }

    /// The whole photo, small; `nil` if it cannot be read.
    private static func jpeg(of path: String) -> [UInt8]? {
        guard let photo = try? Photo(contentsOf: path) else { return nil }
        let scale = min(1, Double(side) / Double(max(photo.width, photo.height)))
        let small = photo.resized(
            width: max(1, Int(Double(photo.width) * scale)),
            height: max(1, Int(Double(photo.height) * scale))
        )
        return try? small.encoded(as: .jpeg(quality: 75))
    }
}
