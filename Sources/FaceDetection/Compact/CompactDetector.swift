public import FaceEngine
public import FaceImaging
public import FaceNetworks

/// The project's own detector: one small network, trained here, that also tells what hides a face.
///
///     let detector = try CompactDetector(DetectorModel(folder: "Models/detector"))
///     for face in try detector.faces(in: photo) { print(face.box, face.cover ?? .bare) }
///
/// See `CompactNetwork` for the network and `Models/detector/README.md` for what it was trained on and how well it does.
public struct CompactDetector: FaceDetector {
    /// What the detector looks for.
    public struct Options: Hashable, Sendable {
        /// The least score of a face, 0 to 1.
        public var scoreThreshold: Float
        /// Two boxes whose intersection over union is greater are one face.
        public var overlapThreshold: Float
        /// Photos with a longer side than this are looked at smaller, in pixels.
        public var longestSide = 1024
        /// Photos whose longer side is shorter than this are looked at larger, at most twice as large, in pixels.
        public var shortestSide = 320
        /// The longer side of a second, closer look at smaller photos, at most twice as large as they are, in pixels.
        ///
        /// Only where the first look found nothing, or what may be a face of less than ``closeFaceSide``; none if 0.
        public var closeSide = 640
        /// A face whose box has a shorter side than this is looked at more closely, in pixels of the first look.
        public var closeFaceSide: Float = 48
        /// A face whose box has a longer side than this is looked at again from farther away, in pixels of a look.
        ///
        /// Training showed no face larger than 240 pixels: the points of larger ones are off, and those of 320 leave no trace.
        public var largestFaceSide: Float = 200
        /// The longer side of the smallest look, for faces that fill the photo, in pixels.
        ///
        /// Only where the first look was larger, and found a face of more than ``largestFaceSide``, or nothing: then a look half as
        /// large again has to agree. None if 0.
        public var overviewSide = 160
        /// How far from where they are the points of a masked face are found, as ``FaceNetworks/DetectorCard/maskShift``
        /// says; they are moved back.
        public var maskShift: [Float] = []
        /// The arithmetic; if `nil`, the fastest that the processor computes in: see ``CompactDetector/precision``.
        public var precision: Precision?

        /// Creates options.
        public init(scoreThreshold: Float, overlapThreshold: Float = 0.4) {
            self.scoreThreshold = scoreThreshold
            self.overlapThreshold = overlapThreshold
        }

        /// The options that a model's card asks for.
        public init(_ card: DetectorCard) {
            self.init(scoreThreshold: card.scoreThreshold, overlapThreshold: card.overlapThreshold)
            maskShift = card.maskShift
        }
    }

    /// What a program is compiled for.
    private struct View: Hashable, Sendable {
        var width: Int
        var height: Int
        var precision: Precision
    }

    /// From this score on something may be a face, and is worth a closer look; whatever the threshold of a face is.
    private static let doubtfulScore: Float = 0.2

    /// What is looked for.
    public var options: Options
    /// The card and the weights.
    let model: DetectorModel
    private let programs: ProgramCache<View, InferenceProgram, DetectionError>

    /// The arithmetic of the network: what ``Options/precision`` says, or else bf16 where it is native, and elsewhere int8 if the
    /// model is calibrated for it.
    public var precision: Precision {
        options.precision ?? .fastest(isCalibrated: model.card.calibration != nil)
    }

    /// Makes a detector of a model; nothing is compiled before it is needed.
    ///
    /// - Parameters:
    ///   - model: Its card and weights.
    ///   - options: What to look for; what the card asks for if `nil`.
    public init(_ model: DetectorModel, options: Options? = nil) {
        self.options = options ?? Options(model.card)
        self.model = model
        programs = ProgramCache(capacity: 16) { (view) throws(DetectionError) in
            let network = try Self.network(of: model, width: view.width, height: view.height)
            do throws(EngineError) {
                return try InferenceProgram(
                    network,
                    parameters: model.parameters,
                    options: InferenceOptions(
                        precision: view.precision,
                        calibration: model.card.calibration,
                        allowsWinograd: false
                    )
                )
            } catch {
                throw .engine(error)
            }
        }
    }

    static func network(of model: DetectorModel, width: Int, height: Int) throws(DetectionError) -> Network {
        do throws(NetworkError) {
            return try model.card.network.network(rows: height, columns: width)
        } catch {
            throw .engine(.network(error))
        }
    }

    /// Loads a detector from its folder.
    ///
    /// - Parameters:
    ///   - folder: A folder with `detector.json` and `weights.safetensors`.
    ///   - options: What to look for; what the card asks for if `nil`.
    /// - Throws: ``DetectionError/unreadableModel(path:reason:)`` if it cannot be read.
    public init(folder: String, options: Options? = nil) throws(DetectionError) {
        do throws(ModelError) {
            self.init(try DetectorModel(folder: folder), options: options)
        } catch {
            throw .unreadableModel(path: folder, reason: error.description)
        }
    }

    /// The detector that comes with the package.
    ///
    /// - Throws: ``DetectionError/unreadableModel(path:reason:)`` if the program was damaged.
    public static func shipped() throws(DetectionError) -> CompactDetector {
        do throws(ModelError) {
            return CompactDetector(try DetectorModel.shipped())
        } catch {
            throw .unreadableModel(path: "default", reason: error.description)
        }
    }

    /// Finds the faces in a photo.
    ///
    /// - Parameter photo: An upright photo of any size.
    /// - Returns: The faces, the surest first, in the photo's pixels, with visibility and cover.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    /// - Complexity: O(*pixels*).
    public func faces(in photo: Photo) throws(DetectionError) -> [DetectedFace] {
        let longest = max(photo.width, photo.height)
        let seen = min(max(longest, min(options.shortestSide, 2 * longest)), options.longestSide)
        let first = try look(at: photo, longest: seen, least: min(options.scoreThreshold, Self.doubtfulScore))
        var found = first.filter { $0.score >= options.scoreThreshold }
        found += try closeLook(at: photo, first, scale: Float(longest) / Float(seen), found)
        if options.overviewSide > 0 {
            found = try found.isEmpty ? overview(of: photo, after: seen) : farLooks(at: photo, after: seen, found)
        }
        return CompactDecoder.distinct(found, overlapThreshold: options.overlapThreshold)
            .map { $0.cover == .mask ? $0.unshifted(by: options.maskShift) : $0 }
    }

    /// What a closer look at a small photo adds to the first one.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - first: What the first look saw, doubtful things too.
    ///   - scale: The photo's pixels for each of the first look.
    ///   - found: The faces among that. Those that are not small stay as they are: they were drawn large enough.
    /// - Returns: Small faces, and others that the first look missed.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    private func closeLook(
        at photo: Photo,
        _ first: [DetectedFace],
        scale: Float,
        _ found: [DetectedFace]
    ) throws(DetectionError) -> [DetectedFace] {
        let longest = max(photo.width, photo.height)
        let side = min(options.closeSide, 2 * longest, options.longestSide)
        func isSmall(_ face: DetectedFace) -> Bool {
            min(face.box.width, face.box.height) < options.closeFaceSide * scale
        }
        let doubtful = first.filter { $0.score >= Self.doubtfulScore }
        let isCloser = Float(side) * scale > Float(longest)
        guard isCloser, doubtful.isEmpty || doubtful.contains(where: isSmall) else { return [] }
        return try look(at: photo, longest: side, least: options.scoreThreshold).filter { face in
            isSmall(face)
                || !found.contains { $0.box.intersectionOverUnion(face.box) > options.overlapThreshold && !isSmall($0) }
        }
    }

    /// What looks from farther away make of the faces of the first one, each half as large as the one before.
    ///
    /// - Parameters:
    ///   - photo: The photo.
    ///   - seen: The longer side of the first look, in pixels.
    ///   - found: The faces that it found, at least one.
    /// - Returns: The faces, the too large ones among them as a farther look sees them, if it sees them.
    /// - Throws: ``DetectionError`` if the network cannot be compiled or run.
    private func farLooks(
        at photo: Photo,
        after seen: Int,
        _ found: [DetectedFace]
    ) throws(DetectionError) -> [DetectedFace] {
        let longest = Float(max(photo.width, photo.height))
        var (found, seen) = (found, seen)
        while seen > options.overviewSide {
            let limit = options.largestFaceSide * longest / Float(seen)
            let tooLarge = found.filter { $0.longerSide > limit }
            guard !tooLarge.isEmpty else { break }
            seen = max(seen / 2, options.overviewSide)
            let farther = try look(at: photo, longest: seen, least: options.scoreThreshold).filter { face in
                face.isLarge(in: photo) || tooLarge.contains { face.box.contains($0.box.center) }
            }
            found.removeAll { face in face.longerSide > limit && farther.contains { $0.box.contains(face.box.center) } }
            found += farther
        }
        return found
    }

    /// The faces that fill a photo in which the first look found nothing: two small looks have to agree on them.
    private func overview(of photo: Photo, after seen: Int) throws(DetectionError) -> [DetectedFace] {
        let sides = [options.overviewSide, options.overviewSide * 3 / 2]
        guard seen > sides[1] else { return [] }
        let faces = try look(at: photo, longest: sides[0], least: options.scoreThreshold)
            .filter { $0.isLarge(in: photo) }
        guard !faces.isEmpty else { return [] }
        let witnesses = try look(at: photo, longest: sides[1], least: options.scoreThreshold)
        return faces.filter { face in
            witnesses.contains { $0.box.intersectionOverUnion(face.box) > options.overlapThreshold }
        }
    }

    /// All that the network says of a photo brought to a size, in the photo's pixels, from a score on.
    private func look(at photo: Photo, longest: Int, least: Float) throws(DetectionError) -> [DetectedFace] {
        let view = Self.view(of: photo, longest: longest)
        // Whole cells of the coarsest grid; what is added to the right and below is black.
        let size = View(
            width: (view.width + 63) / 64 * 64,
            height: (view.height + 63) / 64 * 64,
            precision: precision
        )
        let program = try programs.program(for: size)
        let pixels = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3 * size.width * size.height)
        let counts = program.outputShapes.map(\.count)
        let results = UnsafeMutableBufferPointer<Float>.allocate(capacity: counts.reduce(0, +))
        defer {
            pixels.deallocate()
            results.deallocate()
        }
        write(view, width: size.width, height: size.height, into: pixels)
        var start = 0
        let outputs = counts.map { count in
            defer { start += count }
            return UnsafeMutableBufferPointer(rebasing: results[start..<start + count])
        }
        do throws(EngineError) {
            try program.run(inputs: [UnsafeBufferPointer(pixels)], outputs: outputs)
        } catch {
            throw .engine(error)
        }
        let decoder = CompactDecoder(scoreThreshold: least)
        let grids = CompactGrid.grids(height: size.height, width: size.width)
        let found = zip(grids, outputs).flatMap { decoder.faces(on: $0, UnsafeBufferPointer($1)) }
        guard view.width != photo.width || view.height != photo.height else { return found }
        let (scaleX, scaleY) = (Float(photo.width) / Float(view.width), Float(photo.height) / Float(view.height))
        return found.map { $0.scaled(x: scaleX, y: scaleY) }
    }

    /// A photo brought to a size, the longer side given.
    static func view(of photo: Photo, longest: Int) -> Photo {
        let scale = Float(longest) / Float(max(photo.width, photo.height))
        let width = max(1, Int((Float(photo.width) * scale).rounded()))
        let height = max(1, Int((Float(photo.height) * scale).rounded()))
        guard width != photo.width || height != photo.height else { return photo }
        return photo.resized(width: width, height: height, filter: scale < 1 ? .area : .antialiasedBilinear)
    }

    /// Writes a photo as `[3, height, width]`, with black to the right and below.
    func write(_ photo: Photo, width: Int, height: Int, into output: UnsafeMutableBufferPointer<Float>) {
        guard let base = output.baseAddress else { return }
        let normalization = model.card.normalization
        let plane = width * height
        photo.withUnsafePixels { source in
            guard let bytes = source.baseAddress else { return }
            for channel in 0..<3 {
                let from = normalization.order == .rgb ? channel : 2 - channel
                let (mean, scale) = (normalization.mean[channel], normalization.scale[channel])
                let black = -mean * scale
                for y in 0..<height {
                    let target = base + channel * plane + y * width
                    let count = y < photo.height ? photo.width : 0
                    let row = bytes + min(y, photo.height - 1) * photo.width * 3 + from
                    for x in 0..<count { target[x] = (Float(row[x &* 3]) - mean) * scale }
                    for x in count..<width { target[x] = black }
                }
            }
        }
    }
}

extension DetectedFace {
    fileprivate var longerSide: Float { max(box.width, box.height) }

    /// Whether the face is so large that a small look at the photo may be believed.
    fileprivate func isLarge(in photo: Photo) -> Bool { longerSide > Float(max(photo.width, photo.height)) / 4 }
}
