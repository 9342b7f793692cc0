public import FaceImaging

/// What a shard knows of a photo, without its image.
public struct ShardRecord: Hashable, Sendable {
    /// The person's name.
    public var person: String
    /// What the photo was called that was packed.
    public var name: String
    /// Eyes, nose and mouth in the image's pixels, if they are known.
    public var landmarks: FaceLandmarks?
    /// What covers the face, such as `mask`, if the set said so.
    public var occlusion: String?
    /// The hash of the photo that was packed.
    public var sourceHash: ContentHash

    /// Creates a record from its parts.
    public init(
        person: String,
        name: String,
        landmarks: FaceLandmarks? = nil,
        occlusion: String? = nil,
        sourceHash: ContentHash
    ) {
        self.person = person
        self.name = name
        self.landmarks = landmarks
        self.occlusion = occlusion
        self.sourceHash = sourceHash
    }
}
