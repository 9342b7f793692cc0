public import FaceImaging

/// One photo of one person, and where its bytes are.
public struct FaceSample: Sendable {
    /// Where the bytes of a photo are.
    public enum Source: Sendable {
        /// A file.
        case file(path: String)
        /// A record of a packed shard.
        case record(Int, of: Shard)
    }

    /// What reports call the photo: its path, or its name in the shard.
    public var name: String
    /// The person's place among the people of the set.
    public var label: Int
    /// Where the bytes are.
    public var source: Source
    /// Eyes, nose and mouth in the photo's pixels, if they are known.
    public var landmarks: FaceLandmarks?
    /// What covers the face, such as `mask`, if the set says so.
    public var occlusion: String?
    /// The hash of the bytes, if they were looked at: of the photo that was packed, not of the crop, in a shard.
    public var hash: ContentHash?

    /// Creates a sample from its parts.
    public init(
        name: String,
        label: Int,
        source: Source,
        landmarks: FaceLandmarks? = nil,
        occlusion: String? = nil,
        hash: ContentHash? = nil
    ) {
        self.name = name
        self.label = label
        self.source = source
        self.landmarks = landmarks
        self.occlusion = occlusion
        self.hash = hash
    }

    /// Reads and decodes the photo.
    ///
    /// - Parameter limits: What to refuse before decoding.
    /// - Returns: The photo as it is stored, whatever its size.
    /// - Throws: ``DataError/image(_:)``, or ``DataError/damagedShard(reason:)``.
    public func photo(limits: ImageLimits = ImageLimits()) throws(DataError) -> Photo {
        switch source {
        case .file(let path):
            do { return try Photo(contentsOf: path, limits: limits) } catch { throw .image(error) }
        case .record(let index, let shard):
            return try shard.withImage(at: index) { (bytes) throws(DataError) in
                do throws(ImageError) {
                    return try Photo(decoding: bytes, limits: limits)
                } catch {
                    throw .image(error)
                }
            }
        }
    }

    /// Reads the file of the photo as it is stored.
    ///
    /// - Parameter limits: What to refuse before reading.
    /// - Returns: The bytes of an image file.
    /// - Throws: ``DataError/image(_:)``, or ``DataError/damagedShard(reason:)``.
    package func fileBytes(limits: ImageLimits = ImageLimits()) throws(DataError) -> [UInt8] {
        switch source {
        case .file(let path):
            do throws(ImageError) {
                return try FileBytes.contents(of: path, limit: limits.bytes)
            } catch {
                throw .image(error)
            }
        case .record(let index, let shard):
            return try shard.withImage(at: index) { (bytes) throws(DataError) in Array(bytes) }
        }
    }
}
