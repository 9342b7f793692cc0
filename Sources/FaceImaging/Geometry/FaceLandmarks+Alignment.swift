extension FaceLandmarks {
    /// Where the landmarks of a face belong in a picture of 112x112 pixels, in the order of ``points``.
    ///
    /// Those that ArcFace (Deng et al., 2019) and most models since align to.
    public static let aligned112 = FaceLandmarks(
        leftEye: Point(x: 38.2946, y: 51.6963),
        rightEye: Point(x: 73.5318, y: 51.5014),
        nose: Point(x: 56.0252, y: 71.7366),
        leftMouth: Point(x: 41.5493, y: 92.3655),
        rightMouth: Point(x: 70.7299, y: 92.2041)
    )

    /// The similarity that takes the landmarks nearest to their places in ``aligned112``.
    ///
    /// - Parameters:
    ///   - width: Columns of the result; the places are scaled with it.
    ///   - height: Rows of the result.
    /// - Returns: From the photo's coordinates to the result's, or `nil` if the landmarks are all in one place.
    public func alignment(width: Int, height: Int) -> AffineTransform2D? {
        let (scaleX, scaleY) = (Float(width) / 112, Float(height) / 112)
        // From centers to corners of pixels, as the photo's coordinates are, before they are scaled.
        let places = Self.aligned112.points.map { Point(x: ($0.x + 0.5) * scaleX, y: ($0.y + 0.5) * scaleY) }
        let points = points.map { Point(x: $0.x + 0.5, y: $0.y + 0.5) }
        guard let transform = AffineTransform2D(fittingSimilarityFrom: points, to: places),
            transform.inverse != nil
        else { return nil }
        return transform
    }
}
