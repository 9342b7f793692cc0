public import FaceImaging
public import FaceNetworks

extension ModelCard.Crop {
    /// Where the landmarks of a face belong in a picture of 112x112 pixels, counted from the centers of pixels.
    ///
    /// In the order of ``FaceLandmarks/points``; those that ArcFace (Deng et al., 2019) and most models since align to.
    public static let fivePoints112 = FaceLandmarks.aligned112.points
}

extension DetectedFace {
    /// The face cut out of its photo as a template wants it.
    ///
    /// - Parameters:
    ///   - photo: The photo the face was found in.
    ///   - template: How to cut it out.
    ///   - width: Columns of the result, those of the network's input.
    ///   - height: Rows of the result.
    /// - Returns: `width` by `height` pixels, or `nil` if the box has no pixel of the photo in it, or the landmarks
    ///   are all in one place.
    /// - Complexity: O(*pixels of the face* + *pixels of the result*).
    public func crop(from photo: Photo, template: ModelCard.Crop, width: Int, height: Int) -> Photo? {
        switch template {
        case .margin160(let margin):
            guard let region = region(withMargin: Float(margin), in: photo) else { return nil }
            return photo.resized(region, width: width, height: height, filter: .antialiasedBilinear)
        case .similarity112:
            guard let transform = alignment(width: width, height: height) else { return nil }
            return photo.warped(by: transform, width: width, height: height)
        case .tight:
            let square = box.squared
            guard square.area > 0, square.intersection(Rect(photo.bounds)).area > 0 else { return nil }
            let target = Rect(minX: 0, minY: 0, maxX: Float(width), maxY: Float(height))
            let transform = AffineTransform2D(mapping: square, onto: target)
            guard transform.inverse != nil else { return nil }
            return photo.warped(by: transform, width: width, height: height)
        }
    }

    /// The whole pixels of the box and its margin, edges cut toward zero and to the photo, or `nil` if there are none.
    ///
    /// To the pixel what facenet's `align_dataset_mtcnn` cuts: one pixel more or less shows in LFW's third digit.
    package func region(withMargin margin: Float, in photo: Photo) -> PixelRegion? {
        let left = max(box.minX - margin / 2, 0)
        let top = max(box.minY - margin / 2, 0)
        let right = min(box.maxX + margin / 2, Float(photo.width))
        let bottom = min(box.maxY + margin / 2, Float(photo.height))
        // Also false for a number that is none.
        guard left < right, top < bottom else { return nil }
        let (x, y) = (Int(left), Int(top))
        let region = PixelRegion(x: x, y: y, width: Int(right) - x, height: Int(bottom) - y)
        return region.width > 0 && region.height > 0 ? region : nil
    }

    /// The similarity that takes the landmarks to their places, or `nil` if they are all in one.
    ///
    /// - Parameters:
    ///   - width: Columns of the result; the places are scaled with it.
    ///   - height: Rows of the result.
    /// - Returns: From the photo's coordinates to the result's.
    public func alignment(width: Int, height: Int) -> AffineTransform2D? {
        landmarks.alignment(width: width, height: height)
    }
}
