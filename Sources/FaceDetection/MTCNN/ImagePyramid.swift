/// The sizes at which MTCNN's first network, which sees faces of 12 pixels, looks at a photo.
struct ImagePyramid {
    /// One size of the photo.
    struct Level: Hashable {
        /// The level's pixels for one of the photo's, along each side.
        var scale: Double
        /// Columns.
        var width: Int
        /// Rows.
        var height: Int
    }

    /// The levels, the largest first; empty if the photo is too small for the smallest face.
    var levels: [Level] = []

    /// Creates the pyramid of a photo.
    ///
    /// In double precision and in this order of operations, because a level more or less, or one pixel wider, is
    /// another result.
    init(width: Int, height: Int, minimumFaceSize: Float, factor: Double) {
        var scale = 12 / Double(minimumFaceSize)
        var shorterSide = Double(min(width, height)) * scale
        while shorterSide >= 12 {
            levels.append(
                Level(scale: scale, width: Int(Double(width) * scale + 1), height: Int(Double(height) * scale + 1))
            )
            scale *= factor
            shorterSide *= factor
        }
    }
}
