public import FaceImaging

/// What a detector found, as a label is made of it.
public struct LabelCandidate: Hashable, Sendable {
    /// Where the face is.
    public var box: Rect
    /// Eyes, nose and mouth.
    public var landmarks: FaceLandmarks

    /// Creates a candidate.
    public init(box: Rect, landmarks: FaceLandmarks) {
        self.box = box
        self.landmarks = landmarks
    }
}

/// Makes labels of what two detectors found: what both see is a face, what only one sees is not learned from.
public struct LabelAgreement: Hashable, Sendable {
    /// The intersection over union from which two boxes are one face.
    public var overlap: Float = 0.5
    /// How far points of the two may lie apart, as a share of the eyes' distance, for the landmarks to be kept.
    public var landmarkDistance: Float = 0.2
    /// Faces whose box has a shorter side than this are not learned from, in pixels.
    public var minimumSide: Float = 10

    /// Creates the rule with its defaults.
    public init() {}

    /// The faces of a photo that nobody has labelled.
    ///
    /// - Parameters:
    ///   - first: What the detector found whose boxes and landmarks become the labels.
    ///   - second: What the other one found.
    /// - Returns: Faces that both found; where only one found something, or where they are too small, is ignored.
    /// - Complexity: O(*n m*).
    public func callAsFunction(
        _ first: [LabelCandidate],
        _ second: [LabelCandidate]
    ) -> (faces: [SceneFace], ignored: [Rect]) {
        let pairs = matches(first.map(\.box), second.map(\.box))
        let partner = Dictionary(uniqueKeysWithValues: pairs.map { ($0.first, $0.second) })
        var (faces, ignored): ([SceneFace], [Rect]) = ([], [])
        for (index, candidate) in first.enumerated() {
            guard let other = partner[index], isLarge(candidate.box) else {
                ignored.append(candidate.box)
                continue
            }
            let agrees = distance(candidate.landmarks, second[other].landmarks) <= landmarkDistance
            faces.append(
                SceneFace(
                    box: candidate.box,
                    landmarks: agrees ? candidate.landmarks : nil,
                    hidden: agrees ? [] : nil,
                    cover: .bare
                )
            )
        }
        let taken = Set(pairs.map(\.second))
        ignored += second.indices.filter { !taken.contains($0) }.map { second[$0].box }
        return (faces, ignored.filter { $0.area > 0 })
    }

    /// The faces of a photo whose boxes somebody has drawn; they get the landmarks of a detector that agrees.
    ///
    /// - Parameters:
    ///   - labels: The boxes, and what covers the faces.
    ///   - first: What the detector found whose landmarks are taken for bare faces, where the other one agrees.
    ///   - second: What the one found that knows masks, whose landmarks are taken for covered faces.
    /// - Returns: All labelled faces that are not too small; where a detector found another one is ignored.
    /// - Complexity: O(*n m*).
    public func callAsFunction(
        labels: [SceneFace],
        _ first: [LabelCandidate],
        _ second: [LabelCandidate]
    ) -> (faces: [SceneFace], ignored: [Rect]) {
        let boxes = labels.map(\.box)
        let firsts = matches(boxes, first.map(\.box))
        let seconds = matches(boxes, second.map(\.box))
        let firstOf = Dictionary(uniqueKeysWithValues: firsts.map { ($0.first, first[$0.second].landmarks) })
        let secondOf = Dictionary(uniqueKeysWithValues: seconds.map { ($0.first, second[$0.second].landmarks) })
        var (faces, ignored): ([SceneFace], [Rect]) = ([], [])
        for (index, label) in labels.enumerated() {
            guard isLarge(label.box) else {
                ignored.append(label.box)
                continue
            }
            var face = label
            if let other = secondOf[index], min(label.box.width, label.box.height) >= 2 * minimumSide {
                face.landmarks = other
                if label.cover == .bare {
                    let own = firstOf[index].flatMap { distance($0, other) <= landmarkDistance ? $0 : nil }
                    face.landmarks = own
                }
            }
            faces.append(face)
        }
        // A face that a label hides in another way, such as a box around head and mask, is no other face.
        let takenFirst = Set(firsts.map(\.second)), takenSecond = Set(seconds.map(\.second))
        let rest =
            first.indices.filter { !takenFirst.contains($0) }.map { first[$0].box }
            + second.indices.filter { !takenSecond.contains($0) }.map { second[$0].box }
        ignored += rest.filter { $0.area > 0 }
        return (faces, ignored)
    }

    private func isLarge(_ box: Rect) -> Bool { min(box.width, box.height) >= minimumSide }

    /// Pairs boxes by falling overlap, each at most once.
    private func matches(_ first: [Rect], _ second: [Rect]) -> [(first: Int, second: Int)] {
        var candidates: [(overlap: Float, first: Int, second: Int)] = []
        for (i, a) in first.enumerated() {
            for (j, b) in second.enumerated() {
                let value = a.intersectionOverUnion(b)
                if value >= overlap { candidates.append((value, i, j)) }
            }
        }
        candidates.sort { ($0.overlap, $1.first, $1.second) > ($1.overlap, $0.first, $0.second) }
        var (usedFirst, usedSecond): (Set<Int>, Set<Int>) = ([], [])
        var pairs: [(first: Int, second: Int)] = []
        for candidate in candidates
        where !usedFirst.contains(candidate.first) && !usedSecond.contains(candidate.second) {
            usedFirst.insert(candidate.first)
            usedSecond.insert(candidate.second)
            pairs.append((candidate.first, candidate.second))
        }
        return pairs
    }

    /// The greatest distance of two points, as a share of the eyes' distance, or of the mouth's height where eyes are
    /// one behind the other.
    private func distance(_ first: FaceLandmarks, _ second: FaceLandmarks) -> Float {
        let middle = Point(
            x: (first.leftMouth.x + first.rightMouth.x) / 2,
            y: (first.leftMouth.y + first.rightMouth.y) / 2
        )
        let brow = Point(x: (first.leftEye.x + first.rightEye.x) / 2, y: (first.leftEye.y + first.rightEye.y) / 2)
        let unit = max(first.leftEye.distance(to: first.rightEye), brow.distance(to: middle) * 0.85, 1)
        let greatest = zip(first.points, second.points).map { $0.distance(to: $1) }.max() ?? 0
        return greatest / unit
    }
}
