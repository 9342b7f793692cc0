/// Eyes, nose and corners of the mouth of an average head, in space: x to the photo's right, y down, z to the camera.
///
/// The unit is the distance of the eyes, the origin the points' middle. Found from the landmarks that MTCNN sets in
/// 13,186 photos of LFW and CelebA: the shape and the poses that explain them best together (rigid factorization of
/// scaled orthographic views, Tomasi and Kanade, 1992), made symmetric, and turned so that the median pitch is 0.
enum MeanFace {
    static let points: [SIMD3<Double>] = [
        SIMD3(-0.5, -0.5371, -0.0032),
        SIMD3(0.5, -0.5371, -0.0032),
        SIMD3(0, 0.0446, 0.3462),
        SIMD3(-0.4473, 0.5148, -0.1699),
        SIMD3(0.4473, 0.5148, -0.1699),
    ]
}
