public import FaceEmbedding
public import FacePipeline

/// A face, embedded, and what of it can be seen.
public struct MeasuredFace: Sendable {
    /// The face.
    public var face: Face
    /// What it was measured as; `nil` if its landmarks are no face's.
    public var quality: FaceQuality?
    /// What of it can be seen: chooses the threshold.
    public var visibility: FaceVisibility

    /// Creates a measured face.
    ///
    /// - Parameters:
    ///   - face: The face.
    ///   - quality: What it was measured as.
    ///   - limits: From where on a part counts as hidden.
    public init(face: Face, quality: FaceQuality?, limits: CoachLimits = CoachLimits()) {
        self.face = face
        self.quality = quality
        visibility = quality?.visibility(limits: limits) ?? .bare
    }
}

extension FaceReader {
    /// Reads the face of a photo that is meant, on the calling thread.
    ///
    ///     let (a, b) = (try reader.face(in: .file("a.jpg")), try reader.face(in: .file("b.jpg")))
    ///     let pairing = FacePairing(a.visibility, b.visibility)
    ///     let threshold = PairThreshold(for: pairing, falseAcceptRate: nil, card: reader.embedder.model.card)
    ///
    /// - Parameters:
    ///   - source: The photo.
    ///   - selection: Which of its faces.
    ///   - judge: Who says which parts of a face are hidden.
    /// - Returns: The face, embedded and measured.
    /// - Throws: ``RecognitionError``; `noFace`, `severalFaces` or `noSuchFace` if no face is the one that is meant.
    public func face(
        in source: PhotoSource,
        _ selection: FaceSelection = .central,
        occlusion judge: any OcclusionJudging = OcclusionJudge()
    ) throws(RecognitionError) -> MeasuredFace {
        let (face, quality) = try measuredFace(selection, in: source, occlusion: judge)
        return MeasuredFace(face: face, quality: quality)
    }
}
