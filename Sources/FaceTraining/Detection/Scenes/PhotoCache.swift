import FaceImaging
import Synchronization

/// Keeps decoded photos in memory as long as there is room: drawing one of them again then costs nothing.
final class PhotoCache: Sendable {
    private struct State {
        var photos: [String: Photo] = [:]
        var byteCount = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// Creates a cache.
    ///
    /// - Parameter limit: The most bytes of pixels.
    init(limit: Int) { self.limit = limit }

    /// The photo of a scene, in the scene's size.
    ///
    /// - Throws: ``DataError/image(_:)`` if it cannot be read.
    func photo(of scene: Scene) throws(DataError) -> Photo {
        if let photo = state.withLock({ $0.photos[scene.photo] }) { return photo }
        let photo = try Self.read(scene)
        state.withLock { state in
            // What was kept first stays: every photo is as likely to be drawn again.
            guard state.byteCount + photo.pixels.count <= limit, state.photos[scene.photo] == nil else { return }
            state.photos[scene.photo] = photo
            state.byteCount += photo.pixels.count
        }
        return photo
    }

    /// Reads the photo of a scene, and brings it to the scene's size.
    static func read(_ scene: Scene) throws(DataError) -> Photo {
        let photo: Photo
        do throws(ImageError) { photo = try Photo(contentsOf: scene.photo) } catch { throw .image(error) }
        guard photo.width != scene.width || photo.height != scene.height else { return photo }
        return photo.resized(width: scene.width, height: scene.height)
    }
}
