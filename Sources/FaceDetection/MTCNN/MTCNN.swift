public import FaceImaging

/// The detector of three cascaded networks: a fast one proposes, a better one refines, the best decides and points out
/// eyes, nose and mouth.
///
/// Described in Zhang et al., "Joint Face Detection and Alignment using Multi-task Cascaded Convolutional Networks"
/// (2016), <https://arxiv.org/abs/1604.02878>. What is computed, rounding included, is what facenet-pytorch 2.6
/// computes, since the published FaceNet models were measured with its boxes.
public struct MTCNN: FaceDetector {
    /// What is looked for.
    public var options: Options
    private let proposal: ProposalNetwork
    private let refinement: CropNetwork
    private let output: CropNetwork

    /// Loads the three networks from their ONNX files; nothing is compiled before it is needed.
    ///
    /// - Parameters:
    ///   - proposal: P-Net's file.
    ///   - refinement: R-Net's file.
    ///   - output: O-Net's file.
    ///   - options: What to look for.
    /// - Throws: ``DetectionError/unreadableModel(path:reason:)`` if one of them cannot be read.
    public init(
        proposal: String,
        refinement: String,
        output: String,
        options: Options = Options()
    ) throws(DetectionError) {
        self.options = options
        self.proposal = ProposalNetwork(try NetworkSource(path: proposal, outputs: ["regression", "probability"]))
        self.refinement = CropNetwork(
            try NetworkSource(path: refinement, outputs: ["regression", "probability"]),
            side: 24,
            outputs: [4, 2]
        )
        self.output = CropNetwork(
            try NetworkSource(path: output, outputs: ["regression", "landmarks", "probability"]),
            side: 48,
            outputs: [4, 10, 2]
        )
    }

    /// Finds the faces in a photo.
    ///
    /// - Parameter photo: An upright photo; one whose shorter side is under the smallest face has none.
    /// - Returns: The faces, the surest first.
    /// - Throws: ``DetectionError`` if a network cannot be compiled or run.
    /// - Complexity: O(*pixels*), about proportional to 1 / `minimumFaceSize`².
    public func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let proposed = try proposals(in: photo)
        let refined = try refined(proposed, in: photo)
        return try decided(refined, in: photo)
    }

    /// First stage: squares that P-Net proposes on the levels of the pyramid.
    private func proposals(in photo: Photo) throws(DetectionError) -> [Candidate] {
        let pyramid = ImagePyramid(
            width: photo.width,
            height: photo.height,
            minimumFaceSize: options.minimumFaceSize,
            factor: options.pyramidFactor
        )
        var found: [Candidate] = []
        for level in pyramid.levels {
            found += try proposal.candidates(in: photo, level: level, threshold: options.thresholds.proposal)
                .suppressed(over: 0.5)
        }
        return found.suppressed(over: 0.7).map { $0.regressed(extra: 0).squared }
    }

    /// Second stage: those that R-Net lets pass, moved to where it sees them.
    private func refined(_ candidates: [Candidate], in photo: Photo) throws(DetectionError) -> [Candidate] {
        var passed: [Candidate] = []
        try look(at: candidates, in: photo, with: refinement) { candidate, outputs in
            let (regression, probability) = (outputs[0], probability(outputs[1][0], outputs[1][1]))
            guard probability > options.thresholds.refinement else { return }
            passed.append(candidate.seen(score: probability, regression: regression))
        }
        return passed.suppressed(over: 0.7).map { $0.regressed(extra: 1).squared }
    }

    /// Third stage: those that O-Net takes for faces, with their landmarks.
    private func decided(_ candidates: [Candidate], in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        var passed: [Candidate] = []
        var landmarks: [FaceLandmarks] = []
        try look(at: candidates, in: photo, with: output) { candidate, outputs in
            let (regression, points) = (outputs[0], outputs[1])
            let probability = probability(outputs[2][0], outputs[2][1])
            guard probability > options.thresholds.output else { return }
            passed.append(candidate.seen(score: probability, regression: regression).regressed(extra: 1))
            // Points are shares of the box that the network saw, before it is moved.
            landmarks.append(candidate.landmarks(points))
        }
        let suppression = NonMaximumSuppression(threshold: 0.7, overlap: .smaller)
        return suppression(passed.map(\.box), scores: passed.map(\.score)).map { index in
            let box = passed[index].box
            return DetectedFace(
                box: Rect(minX: box.x, minY: box.y, maxX: box.z, maxY: box.w),
                landmarks: landmarks[index],
                score: passed[index].score
            )
        }
    }

    private func look(
        at candidates: [Candidate],
        in photo: Photo,
        with network: CropNetwork,
        body: (Candidate, [UnsafeBufferPointer<Float>]) -> Void
    ) throws(DetectionError) {
        var inside: [Candidate] = []
        var regions: [PixelRegion] = []
        for candidate in candidates {
            // A box beyond the photo has nothing to look at.
            guard let region = candidate.region(inWidth: photo.width, height: photo.height) else { continue }
            inside.append(candidate)
            regions.append(region)
        }
        try network.run(on: regions, of: photo) { index, outputs in body(inside[index], outputs) }
    }
}

extension Candidate {
    /// The candidate with what a network says of it.
    fileprivate func seen(score: Float, regression: UnsafeBufferPointer<Float>) -> Candidate {
        Candidate(
            box: box,
            regression: SIMD4(regression[0], regression[1], regression[2], regression[3]),
            score: score
        )
    }
}
