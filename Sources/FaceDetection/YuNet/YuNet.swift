import FaceEngine
public import FaceImaging

/// The detector of one small network that finds faces of all sizes in one look.
///
/// Described in Wu et al., "YuNet: A Tiny Millisecond-level Face Detector" (2023),
/// <https://doi.org/10.1007/s11633-023-1423-y>. What is computed is what OpenCV's `FaceDetectorYN` computes.
public struct YuNet: FaceDetector {
    /// What YuNet looks for.
    public struct Options: Hashable, Sendable {
        /// The least score of a face, 0 to 1.
        public var scoreThreshold: Float
        /// Two boxes whose intersection over union is greater are one face; OpenCV's 0.3 by default.
        public var overlapThreshold: Float
        /// Photos with a longer side than this are looked at smaller, in pixels; 1024 by default.
        ///
        /// The network was trained on faces of about 10 to 300 pixels, and its time grows with the area.
        public var longestSide: Int

        /// Creates options.
        public init(scoreThreshold: Float = 0.6, overlapThreshold: Float = 0.3, longestSide: Int = 1024) {
            precondition(longestSide >= 32, "YuNet looks at 32 pixels or more, got \(longestSide)")
            self.scoreThreshold = scoreThreshold
            self.overlapThreshold = overlapThreshold
            self.longestSide = longestSide
        }
    }

    private struct Size: Hashable, Sendable {
        var width: Int
        var height: Int
    }

    /// Pixels between the cells of the three grids.
    private static let strides = [8, 16, 32]
    /// Plain red, green and blue in OpenCV's order.
    private static let format = TensorFormat(channels: .bgr)

    /// What is looked for.
    public var options: Options
    private let programs: ProgramCache<Size, DetectorProgram, DetectionError>

    /// Loads the network from its ONNX file; nothing is compiled before it is needed.
    ///
    /// - Parameters:
    ///   - path: The network's file, one that takes any size.
    ///   - options: What to look for.
    /// - Throws: ``DetectionError/unreadableModel(path:reason:)`` if it cannot be read.
    public init(path: String, options: Options = Options()) throws(DetectionError) {
        self.options = options
        let source = try NetworkSource(
            path: path,
            outputs: ["cls", "obj", "bbox", "kps"].flatMap { kind in Self.strides.map { "\(kind)_\($0)" } }
        )
        programs = ProgramCache(capacity: 16) { (size) throws(DetectionError) in
            try source.program(input: [3, size.height, size.width], counts: Self.counts(size).flatMap(\.self))
        }
    }

    /// Finds the faces in a photo.
    ///
    /// - Parameter photo: An upright photo of any size.
    /// - Returns: The faces, the surest first, in the photo's pixels.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    /// - Complexity: O(*pixels*).
    public func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let longest = max(photo.width, photo.height)
        guard longest > options.longestSide else { return try look(at: photo) }
        let scale = Float(options.longestSide) / Float(longest)
        let width = max(1, Int((Float(photo.width) * scale).rounded()))
        let height = max(1, Int((Float(photo.height) * scale).rounded()))
        let smaller = photo.resized(width: width, height: height, filter: .area)
        let (scaleX, scaleY) = (Float(photo.width) / Float(width), Float(photo.height) / Float(height))
        return try look(at: smaller).map { $0.scaled(x: scaleX, y: scaleY) }
    }

    private func look(at photo: Photo) throws(DetectionError) -> [DetectedFace] {
        // Whole cells of the coarsest grid; what is added to the right and below is black.
        let size = Size(width: (photo.width + 31) / 32 * 32, height: (photo.height + 31) / 32 * 32)
        let padded = photo.cropped(to: PixelRegion(x: 0, y: 0, width: size.width, height: size.height))
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3 * size.width * size.height)
        // Every output is a part of one buffer.
        let counts = Self.counts(size)
        let results = UnsafeMutableBufferPointer<Float>.allocate(capacity: counts.joined().reduce(0, +))
        defer {
            pixels.deallocate()
            results.deallocate()
        }
        padded.resample(width: size.width, height: size.height, filter: .area, format: Self.format, into: pixels)
        var start = 0
        let outputs = counts.map { kind in
            kind.map { count in
                defer { start += count }
                return UnsafeMutableBufferPointer(rebasing: results[start..<start + count])
            }
        }
        try programs.program(for: size).run(on: UnsafeBufferPointer(pixels), into: outputs.flatMap(\.self))
        let grids = Self.strides.enumerated().map { place, stride in
            YuNetDecoder.Grid(
                stride: stride,
                columns: size.width / stride,
                classification: UnsafeBufferPointer(outputs[0][place]),
                objectness: UnsafeBufferPointer(outputs[1][place]),
                boxes: UnsafeBufferPointer(outputs[2][place]),
                landmarks: UnsafeBufferPointer(outputs[3][place])
            )
        }
        let decoder = YuNetDecoder(
            scoreThreshold: options.scoreThreshold,
            overlapThreshold: options.overlapThreshold
        )
        return decoder.faces(on: grids)
    }

    /// How many numbers each output has: by kind (class, object, box, landmarks), then by grid.
    private static func counts(_ size: Size) -> [[Int]] {
        [1, 1, 4, 10].map { numbers in
            strides.map { (size.width / $0) * (size.height / $0) * numbers }
        }
    }
}
