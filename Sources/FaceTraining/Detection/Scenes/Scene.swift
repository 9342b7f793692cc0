public import FaceImaging

/// A photo with all its faces: what a detector learns from.
///
/// Boxes and landmarks are in the pixels of a photo of ``width`` by ``height``; the file may have another size, and is
/// then brought to this one when it is read.
public struct Scene: Hashable, Sendable {
    /// The photo's file.
    public var photo: String
    /// The columns that boxes count.
    public var width: Int
    /// The rows that boxes count.
    public var height: Int
    /// The faces.
    public var faces: [SceneFace]
    /// Where there may be a face or not: nothing is learned there.
    public var ignored: [Rect]

    /// Creates a scene.
    public init(photo: String, width: Int, height: Int, faces: [SceneFace], ignored: [Rect] = []) {
        self.photo = photo
        self.width = width
        self.height = height
        self.faces = faces
        self.ignored = ignored
    }
}

/// A face of a scene.
public struct SceneFace: Hashable, Sendable {
    /// Where it is; it may reach beyond the photo.
    public var box: Rect
    /// Eyes, nose and mouth, where they are known; also those that are hidden.
    public var landmarks: FaceLandmarks?
    /// The parts that are hidden, where that is known.
    public var hidden: Set<FacePart>?
    /// What covers it, where that is known.
    public var cover: FaceCover?

    /// Creates a face.
    public init(box: Rect, landmarks: FaceLandmarks? = nil, hidden: Set<FacePart>? = nil, cover: FaceCover? = nil) {
        self.box = box
        self.landmarks = landmarks
        self.hidden = hidden
        self.cover = cover
    }
}

extension Scene: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case photo, size, faces, ignored }

    /// Reads an object of a manifest.
    ///
    /// - Parameter decoder: Holds `{"photo": PATH, "size": [W, H], "faces": [...], "ignored": [[X, Y, W, H], ...]}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        photo = try container.decode(String.self, forKey: .photo)
        let size = try container.decode([Int].self, forKey: .size)
        guard size.count == 2, size.allSatisfy({ (1...100_000).contains($0) }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .size,
                in: container,
                debugDescription: "must be width and height"
            )
        }
        (width, height) = (size[0], size[1])
        faces = try container.decodeIfPresent([SceneFace].self, forKey: .faces) ?? []
        ignored = try (container.decodeIfPresent([[Float]].self, forKey: .ignored) ?? []).map { numbers in
            guard let rect = Rect(numbers: numbers) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .ignored,
                    in: container,
                    debugDescription: "must be x, y, width and height each"
                )
            }
            return rect
        }
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the object.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(photo, forKey: .photo)
        try container.encode([width, height], forKey: .size)
        try container.encode(faces, forKey: .faces)
        if !ignored.isEmpty { try container.encode(ignored.map(\.numbers), forKey: .ignored) }
    }
}

extension SceneFace: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case box, landmarks, hidden, cover }

    /// Reads an object of a manifest.
    ///
    /// - Parameter decoder: Holds `{"box": [X, Y, W, H], "landmarks": [X, Y, ...], "hidden": [PART, ...], "cover":
    ///   COVER}`, of which all but the box may be missing.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        guard let box = Rect(numbers: try container.decode([Float].self, forKey: .box)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .box,
                in: container,
                debugDescription: "must be x, y, width and height, with an area"
            )
        }
        self.box = box
        landmarks = try container.decodeIfPresent([Float].self, forKey: .landmarks).map { numbers in
            guard let landmarks = FaceLandmarks(numbers: numbers) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .landmarks,
                    in: container,
                    debugDescription: "must be five points, x and y each"
                )
            }
            return landmarks
        }
        hidden = try container.decodeIfPresent(Set<FacePart>.self, forKey: .hidden)
        cover = try container.decodeIfPresent(FaceCover.self, forKey: .cover)
    }

    /// Writes what ``init(from:)`` reads.
    ///
    /// - Parameter encoder: Receives the object.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(box.numbers, forKey: .box)
        try container.encodeIfPresent(landmarks?.numbers, forKey: .landmarks)
        try container.encodeIfPresent(hidden.map { FacePart.allCases.filter($0.contains) }, forKey: .hidden)
        try container.encodeIfPresent(cover, forKey: .cover)
    }
}

extension Rect {
    /// Reads `x, y, width, height`; `nil` if there are more or fewer, or it has no area.
    fileprivate init?(numbers: [Float]) {
        guard numbers.count == 4, numbers.allSatisfy({ $0.magnitude < 1e6 }), numbers[2] > 0, numbers[3] > 0 else {
            return nil
        }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    /// `x, y, width, height`, to a hundredth of a pixel.
    fileprivate var numbers: [Float] { [minX, minY, width, height].map(\.hundredths) }
}

extension FaceLandmarks {
    fileprivate init?(numbers: [Float]) {
        guard numbers.count == 10, numbers.allSatisfy({ $0.magnitude < 1e6 }) else { return nil }
        let points = (0..<5).map { Point(x: numbers[2 * $0], y: numbers[2 * $0 + 1]) }
        self.init(
            leftEye: points[0],
            rightEye: points[1],
            nose: points[2],
            leftMouth: points[3],
            rightMouth: points[4]
        )
    }

    fileprivate var numbers: [Float] { points.flatMap { [$0.x.hundredths, $0.y.hundredths] } }
}

extension Float {
    fileprivate var hundredths: Float { (self * 100).rounded() / 100 }
}
