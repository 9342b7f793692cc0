public import FaceImaging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Which way a head is turned, as its five landmarks tell.
///
/// A rigid head of average shape (``MeanFace``) is turned, scaled and shifted until its points, seen from afar (scaled
/// orthographic projection), lie nearest to the landmarks. Heads differ: a long nose looks like a head that is turned a
/// little more, and a long face like one that nods less. So single numbers are good to some 5 degrees for yaw and 10 for
/// pitch; zero pitch is that of the usual photo.
public struct HeadPose: Hashable, Sendable {
    /// To the photo's right if positive, in degrees.
    public var yaw: Float
    /// Down if positive, in degrees, against the usual photo.
    public var pitch: Float
    /// Clockwise as the photo's viewer sees it if positive, in degrees.
    public var roll: Float
    /// How far apart the eyes would be if the face looked into the camera, in pixels.
    public var eyeDistance: Float
    /// How far the landmarks are from the fitted head's points, as a root mean square, in eye distances: about 0.03 for
    /// an ordinary face, more if the landmarks are no face's.
    public var residual: Float

    /// Creates a pose from its angles, as far as they were kept.
    ///
    /// - Parameters:
    ///   - yaw: To the photo's right if positive, in degrees.
    ///   - pitch: Down if positive, in degrees.
    ///   - roll: Clockwise if positive, in degrees.
    ///   - eyeDistance: How far apart the eyes would be if the face looked into the camera, in pixels.
    public init(yaw: Float, pitch: Float, roll: Float, eyeDistance: Float) {
        (self.yaw, self.pitch, self.roll, self.eyeDistance) = (yaw, pitch, roll, eyeDistance)
        residual = 0
    }

    /// Fits the head to landmarks by Gauss and Newton's method.
    ///
    /// The result is `nil` if the landmarks are in one place or not finite, or no head fits.
    ///
    /// - Parameter landmarks: Eyes, nose and mouth.
    public init?(fitting landmarks: FaceLandmarks) {
        guard landmarks.points.allSatisfy({ abs($0.x) < 1e6 && abs($0.y) < 1e6 }) else { return nil }
        let points = landmarks.points.map { SIMD2(Double($0.x), Double($0.y)) }
        let middle = points.reduce(SIMD2()) { $0 + $1 } / 5
        let seen = points.map { $0 - middle }
        let size = seen.reduce(0) { $0 + ($1 * $1).sum() }
        guard size > 1e-6 else { return nil }
        // From the roll that the eyes show, looking into the camera.
        let eyes = seen[1] - seen[0] + seen[4] - seen[3]
        var rotation = Rotation(axis: SIMD3(0, 0, 1), angle: atan2(eyes.y, eyes.x))
        var scale = (size / MeanFace.points.reduce(0) { $0 + $1.x * $1.x + $1.y * $1.y }).squareRoot()
        var error = size
        for _ in 0..<40 {
            guard let step = PoseStep(seen, turned: MeanFace.points.map(rotation.callAsFunction), scale: scale)
            else { return nil }
            rotation = rotation.followed(by: step.turn)
            scale += step.growth
            error = step.error
            if step.length < 1e-7 { break }
        }
        guard scale > 0, error.isFinite else { return nil }
        let degrees = 180 / Double.pi
        let toward = rotation.rows.2
        yaw = Float(atan2(-toward.x, toward.z) * degrees)
        pitch = Float(asin(max(-1, min(1, -toward.y))) * degrees)
        roll = Float(atan2(-rotation.rows.0.y, rotation.rows.1.y) * degrees)
        eyeDistance = Float(scale)
        residual = Float((error / 10).squareRoot() / scale)
    }
}
