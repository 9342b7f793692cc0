import FaceDetection
import FaceImaging
import FaceLaboratory
import FaceNetworks
import FaceTraining
import Foundation

/// A detector that is measured.
struct DetectorTrial {
    let kind: DetectorKind
    let options: DetectorOptions

    /// The face in the middle of each portrait, `nil` where it was not found.
    func portraits(_ paths: [String], width: Int) async throws -> [DetectedFace?] {
        let detector = try load(isEager: false)
        var all: [DetectedFace?] = []
        let progress = Progress(total: paths.count, unit: "photos")
        try await OrderedWork.run(paths, width: width) { path in
            Result { () throws(Failure) in
                let photo = try Self.read(path)
                return Self.central(try Self.faces(of: photo, path, detector), width: photo.width, height: photo.height)
            }
        } sink: { result in
            all.append(try result.get())
            progress.advance()
        }
        progress.finish()
        return all
    }

    /// The faces in the middle of portraits once more, with something drawn onto where their points are.
    ///
    /// - Parameters:
    ///   - occluder: What is drawn, of a seed that follows from the photo's name.
    ///   - paths: The portraits.
    ///   - bare: The faces found in them as they are.
    ///   - width: How many photos are worked on at once.
    /// - Returns: `nil` where none was found.
    /// - Throws: ``Failure`` if a photo cannot be read or searched.
    func portraits(
        hidden occluder: @escaping @Sendable (UInt64) -> Occluder,
        _ paths: [String],
        bare: [DetectedFace?],
        width: Int
    ) async throws -> [DetectedFace?] {
        let detector = try load(isEager: false)
        var all: [DetectedFace?] = []
        try await OrderedWork.run(Array(zip(paths, bare)), width: width) { path, face in
            Result { () throws(Failure) in
                guard let face else { return nil }
                var photo = try Self.read(path)
                occluder(Condition.seed(ofPhotoNamed: path)).draw(onto: &photo, landmarks: face.landmarks)
                let faces = try Self.faces(of: photo, path, detector)
                return faces.max {
                    $0.box.intersectionOverUnion(face.box) < $1.box.intersectionOverUnion(face.box)
                }.flatMap { $0.box.intersectionOverUnion(face.box) >= 0.4 ? $0 : nil }
            }
        } sink: { result in
            all.append(try result.get())
        }
        return all
    }

    /// The same of what `detect --json` has printed.
    static func portraits(_ paths: [String], printedIn file: String) throws(Failure) -> [DetectedFace?] {
        let decoder = JSONDecoder()
        var photos: [String: DetectedPhoto.Found] = [:]
        for line in try TextFile.contents(of: file).split(whereSeparator: \.isNewline) {
            guard let photo = try? decoder.decode(DetectedPhoto.Found.self, from: Data(line.utf8)) else {
                throw Failure(file, "line \(photos.count + 1) is not what `detect --json` prints")
            }
            photos[TextFile.name(of: photo.photo)] = photo
        }
        var faces: [DetectedFace?] = []
        for path in paths {
            guard let photo = photos[TextFile.name(of: path)] else { throw Failure(file, "has no \(path)") }
            faces.append(central(photo.faces.compactMap(\.face), width: photo.width, height: photo.height))
        }
        return faces
    }

    /// How recall goes with false faces on photos with boxes.
    func crowds(_ scenes: [Scene], overlap: Float, width: Int) async throws -> RecallCurve {
        let (eager, usual) = (try load(isEager: true), try load(isEager: false))
        var curve = RecallCurve()
        let progress = Progress(total: scenes.count, unit: "photos")
        try await OrderedWork.run(scenes, width: width) { scene in
            Result { () throws(Failure) in
                let photo = try Self.read(scene.photo)
                let sized =
                    photo.width == scene.width && photo.height == scene.height
                    ? photo : photo.resized(width: scene.width, height: scene.height)
                let found = try Self.faces(of: sized, scene.photo, eager)
                let published = try Self.faces(of: sized, scene.photo, usual)
                return (
                    SceneMatch(found, scene, overlap: overlap), SceneMatch(published, scene, overlap: overlap)
                )
            }
        } sink: { result in
            let (match, published) = try result.get()
            curve.add(match, published: published)
            progress.advance()
        }
        progress.finish()
        return curve
    }

    /// How many faces are found in each photo.
    func counts(_ paths: [String], width: Int) async throws -> [Int] {
        let detector = try load(isEager: false)
        var counts: [Int] = []
        try await OrderedWork.run(paths, width: width) { path in
            Result { () throws(Failure) in try Self.faces(of: Self.read(path), path, detector).count }
        } sink: { result in
            counts.append(try result.get())
        }
        return counts
    }

    /// Whether the detector's files are there.
    var isThere: Bool { kind.files(in: options.folders(of: kind, model: nil)) != nil }

    /// Loads the detector, with its own thresholds or with such low ones that thresholds can be chosen afterwards.
    private func load(isEager: Bool) throws(Failure) -> any FaceDetector {
        let detector: any FaceDetector
        do throws(DetectionError) {
            detector = try isEager ? eager() : kind.load(from: options.folders(of: kind, model: nil))
        } catch {
            throw Failure("--detector", error)
        }
        return try options.computing(detector)
    }

    /// The detector with such low thresholds that others can be chosen afterwards.
    private func eager() throws(DetectionError) -> any FaceDetector {
        let folders = options.folders(of: kind, model: nil)
        guard kind != .default, let files = kind.files(in: folders) else {
            let detector = try kind.load(from: folders)
            guard var compact = detector as? CompactDetector else { return detector }
            compact.options.scoreThreshold = 0.05
            return compact
        }
        if kind == .yunet { return try YuNet(path: files[0], options: YuNet.Options(scoreThreshold: 0.05)) }
        var settings = MTCNN.Options()
        settings.thresholds.output = 0.1
        return try MTCNN(proposal: files[0], refinement: files[1], output: files[2], options: settings)
    }

    private static func read(_ path: String) throws(Failure) -> Photo {
        do throws(ImageError) { return try Photo(contentsOf: path) } catch { throw Failure(path, error) }
    }

    private static func faces(
        of photo: Photo,
        _ path: String,
        _ detector: any FaceDetector
    ) throws(Failure) -> [DetectedFace] {
        do throws(DetectionError) { return try detector.faces(in: photo) } catch { throw Failure(path, error) }
    }

    /// The face that the photo's middle square holds: LFW's photos are 2.2 times the box that Viola and Jones's detector
    /// had found, about its middle.
    private static func central(_ faces: [DetectedFace], width: Int, height: Int) -> DetectedFace? {
        let side = Float(min(width, height)) / 2.2
        let square = Rect(x: (Float(width) - side) / 2, y: (Float(height) - side) / 2, width: side, height: side)
        let best = faces.max { $0.box.intersectionOverUnion(square) < $1.box.intersectionOverUnion(square) }
        return best.flatMap { $0.box.intersectionOverUnion(square) >= 0.4 ? $0 : nil }
    }
}

/// What is said of portraits.
struct PortraitFigures {
    private let found: Int
    private let total: Int
    private let distances: [Float]

    /// Counts the faces, and compares the points of those that the reference has too.
    ///
    /// - Parameters:
    ///   - faces: What was found in each photo.
    ///   - reference: What another detector found there; no points are compared without.
    init(_ faces: [DetectedFace?], reference: [DetectedFace?]) {
        found = faces.count { $0 != nil }
        total = faces.count
        distances = zip(faces, reference).compactMap { face, reference in
            guard let face, let reference else { return nil }
            let eyes = reference.landmarks.leftEye.distance(to: reference.landmarks.rightEye)
            guard eyes > 0 else { return nil }
            let sum = zip(face.landmarks.points, reference.landmarks.points).reduce(0) { $0 + $1.0.distance(to: $1.1) }
            return sum / 5 / eyes
        }.sorted()
    }

    var lines: [(String, String)] {
        var lines = [("photos", "\(total)"), ("found", "\(found)")]
        if !distances.isEmpty {
            for share in [0.5, 0.9, 0.99] {
                let place = min(Int(share * Double(distances.count)), distances.count - 1)
                lines.append(("points, \(Int(share * 100)) %", Double(distances[place]).formatted(decimals: 4)))
            }
        }
        return lines
    }
}

/// How points move when something hides them.
struct HiddenPointFigures {
    private let figures: PortraitFigures
    /// The mean shift of each point along the eyes and down, in distances between the eyes.
    private(set) var shift = [Double](repeating: 0, count: 10)

    init(_ faces: [DetectedFace?], bare: [DetectedFace?]) {
        let places = bare.indices.filter { bare[$0] != nil }
        figures = PortraitFigures(places.map { faces[$0] }, reference: places.map { bare[$0] })
        var count = 0.0
        for (face, bare) in zip(faces, bare) {
            guard let face, let bare, let frame = EyeFrame(bare.landmarks) else { continue }
            count += 1
            for (index, (found, place)) in zip(face.landmarks.points, bare.landmarks.points).enumerated() {
                let offset = frame.offset(from: place, to: found)
                shift[2 * index] += Double(offset.along)
                shift[2 * index + 1] += Double(offset.down)
            }
        }
        for index in shift.indices where count > 0 { shift[index] /= count }
    }

    var lines: [(String, String)] {
        figures.lines + [("mean shift", shift.map { $0.formatted(decimals: 4) }.joined(separator: " "))]
    }
}

/// What was found in a photo with boxes.
struct SceneMatch: Sendable {
    /// The scores of what was found, and whether each is one of the boxes; what is too small to count is left out.
    var found: [(score: Float, isTrue: Bool)] = []
    /// The boxes to find.
    var boxes = 0

    /// Gives each box to the surest face that meets it.
    init(_ faces: [DetectedFace], _ scene: Scene, overlap: Float) {
        let small = scene.ignored.filter { min($0.width, $0.height) < LabelAgreement().minimumSide }
        boxes = scene.faces.count
        var taken: Set<Int> = []
        for face in faces.sorted(by: { $0.score > $1.score }) {
            let best = scene.faces.indices.filter { !taken.contains($0) }
                .map { (index: $0, overlap: scene.faces[$0].box.intersectionOverUnion(face.box)) }
                .max { $0.overlap < $1.overlap }
            if let best, best.overlap >= overlap {
                taken.insert(best.index)
                found.append((face.score, true))
            } else if !small.contains(where: { $0.intersectionOverUnion(face.box) >= 0.2 }) {
                found.append((face.score, false))
            }
        }
    }
}

/// How recall goes with false faces.
struct RecallCurve {
    private var found: [(score: Float, isTrue: Bool)] = []
    private var (photos, boxes, publishedTrue, publishedFalse) = (0, 0, 0, 0)

    mutating func add(_ match: SceneMatch, published: SceneMatch) {
        found += match.found
        boxes += match.boxes
        photos += 1
        publishedTrue += published.found.count { $0.isTrue }
        publishedFalse += published.found.count { !$0.isTrue }
    }

    /// The greatest share of the boxes found with so many false faces a photo.
    func recall(falseFaces: Double) -> (recall: Double, threshold: Float) {
        var (trues, falses, best, threshold) = (0, 0, 0, Float(1))
        for face in found.sorted(by: { $0.score > $1.score }) {
            if face.isTrue { trues += 1 } else { falses += 1 }
            if Double(falses) > falseFaces * Double(photos) { break }
            (best, threshold) = (trues, face.score)
        }
        return (Double(best) / Double(max(boxes, 1)), threshold)
    }

    var lines: [(String, String)] {
        var lines = [("photos", "\(photos)"), ("boxes", "\(boxes)")]
        let own = Double(publishedFalse) / Double(max(photos, 1))
        lines.append(
            (
                "own threshold: recall at false faces a photo",
                (Double(publishedTrue) / Double(max(boxes, 1))).formatted(decimals: 4) + "\t"
                    + own.formatted(decimals: 4)
            )
        )
        for rate in [0.05, 0.1, 0.2, 0.3, 0.5, 1.0] {
            let (recall, threshold) = recall(falseFaces: rate)
            lines.append(
                (
                    "recall at \(rate.formatted(decimals: 2)) false faces a photo",
                    recall.formatted(decimals: 4) + "\t" + Double(threshold).formatted(decimals: 3)
                )
            )
        }
        return lines
    }
}
