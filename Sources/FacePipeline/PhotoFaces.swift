/// What became of one photo.
public struct PhotoFaces: Sendable {
    /// The photo's place among those handed in.
    public var index: Int
    /// What the photo is called; see ``PhotoSource/name``.
    public var name: String
    /// Its faces, the surest first, or why there are none to be had; a photo without a face has an empty list.
    public var result: Result<[Face], PipelineError>

    /// Creates a result from its parts.
    public init(index: Int, name: String, result: Result<[Face], PipelineError>) {
        self.index = index
        self.name = name
        self.result = result
    }

    /// The faces.
    ///
    /// - Throws: ``PipelineError`` if the photo failed.
    public var faces: [Face] { get throws(PipelineError) { try result.get() } }

    /// `name: reason` if the photo failed.
    public var failure: String? {
        if case .failure(let error) = result { "\(name): \(error)" } else { nil }
    }
}
