package import FaceImaging
package import FaceNetworks

/// A photo at the size a network reads, with its landmarks.
package struct Crop: Sendable {
    package var photo: Photo
    package var landmarks: FaceLandmarks?

    /// Takes a photo as it is.
    package init(photo: Photo, landmarks: FaceLandmarks?) {
        (self.photo, self.landmarks) = (photo, landmarks)
    }

    /// Brings a photo to a size: the largest part about the middle that has the shape, scaled; nothing is stretched.
    ///
    /// A photo that has the size already is as it was, to the bit.
    package init(_ photo: Photo, landmarks: FaceLandmarks?, size: ImageSize) {
        guard photo.width != size.columns || photo.height != size.rows else {
            (self.photo, self.landmarks) = (photo, landmarks)
            return
        }
        // Whole numbers: width / height of the part is columns / rows, and one of the sides is the photo's.
        let isWide = photo.width * size.rows > photo.height * size.columns
        let width = isWide ? max(1, photo.height * size.columns / size.rows) : photo.width
        let height = isWide ? photo.height : max(1, photo.width * size.rows / size.columns)
        let region = PixelRegion(
            x: (photo.width - width) / 2,
            y: (photo.height - height) / 2,
            width: width,
            height: height
        )
        self.photo = photo.resized(region, width: size.columns, height: size.rows)
        let target = Rect(minX: 0, minY: 0, maxX: Float(size.columns), maxY: Float(size.rows))
        self.landmarks = landmarks?.mapped(by: AffineTransform2D(mapping: Rect(region), onto: target))
    }
}
