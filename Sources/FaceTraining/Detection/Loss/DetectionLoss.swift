import FaceImaging
import FaceNetworks

/// What a detector's training minimizes: the weighted sum of five terms, over all cells of a batch.
///
/// - score: quality focal loss of every cell that is not ignored; a face's target is the overlap of its box.
/// - box: `1 - GIoU`.
/// - landmarks: the distance of each coordinate as a share of the box's side, rounded off below 2 %.
/// - visibility: binary cross-entropy of each point.
/// - cover: cross-entropy of what covers the face.
///
/// Each is divided by the number of cells that learn it, so that no term depends on how many faces there are.
public struct DetectionLoss: Hashable, Sendable {
    /// What the score's term is multiplied by.
    public var score: Float = 1
    /// What the box's term is multiplied by.
    public var box: Float = 2
    /// What the landmarks' term, the sum over ten coordinates, is multiplied by.
    public var landmarks: Float = 2
    /// What the visibility's term, the mean over five points, is multiplied by.
    public var visibility: Float = 0.3
    /// What the cover's term is multiplied by.
    public var cover: Float = 0.3

    /// The distance below which the landmarks' term is rounded off, as a share of the box's side.
    static let landmarkRounding: Float = 0.02

    /// Creates the default.
    public init() {}

    /// The terms of a batch, before their weights.
    public struct Terms: Hashable, Sendable, Codable {
        /// The score's.
        public var score = 0.0
        /// The box's.
        public var box = 0.0
        /// The landmarks'.
        public var landmarks = 0.0
        /// The visibility's.
        public var visibility = 0.0
        /// The cover's.
        public var cover = 0.0
        /// The mean overlap of a face's box and what its cells say.
        public var overlap = 0.0
        /// The mean distance of a point, as a share of the box's side.
        public var landmarkDistance = 0.0
        /// The cells that learn a face.
        public var positives = 0

        /// No terms yet.
        public init() {}
    }

    /// A photo of a batch and what its cells learn.
    struct Target {
        var faces: [SceneFace]
        var assignment: GridAssignment
    }

    /// Computes the terms and their weighted sum's gradient.
    ///
    /// - Parameters:
    ///   - outputs: `[N, 24, H, W]` for each grid.
    ///   - targets: `N` photos.
    ///   - gradients: As `outputs`; overwritten.
    /// - Returns: The terms, and their sum.
    func evaluate(
        _ outputs: [UnsafeBufferPointer<Float>],
        _ targets: [Target],
        into gradients: [UnsafeMutableBufferPointer<Float>]
    ) -> (terms: Terms, loss: Double) {
        var counts = Counts(targets)
        var terms = Terms()
        terms.positives = Int(counts.faces)
        counts.atLeastOne()
        for (grid, output) in outputs.enumerated() {
            let gradient = gradients[grid]
            gradient.update(repeating: 0)
            for (photo, target) in targets.enumerated() {
                let place = target.assignment.grids[grid]
                let start = photo * CompactNetwork.Channel.count * place.count
                let cells = Cells(
                    grid: place,
                    values: output.baseAddress.map { $0 + start },
                    gradients: gradient.baseAddress.map { $0 + start }
                )
                add(cells, target.assignment.roles[grid], target.faces, counts, &terms)
            }
        }
        let sum =
            Double(score) * terms.score + Double(box) * terms.box + Double(landmarks) * terms.landmarks
            + Double(visibility) * terms.visibility + Double(cover) * terms.cover
        return (terms, sum)
    }

    /// How many cells learn each term.
    private struct Counts {
        var (faces, landmarks, visibility, cover): (Float, Float, Float, Float) = (0, 0, 0, 0)

        init(_ targets: [Target]) {
            for target in targets {
                for case .face(let index) in target.assignment.roles.joined() {
                    let face = target.faces[index]
                    faces += 1
                    if face.landmarks != nil { landmarks += 1 }
                    if face.hidden != nil { visibility += 1 }
                    if face.cover != nil { cover += 1 }
                }
            }
        }

        mutating func atLeastOne() {
            (faces, landmarks) = (max(faces, 1), max(landmarks, 1))
            (visibility, cover) = (max(visibility, 1), max(cover, 1))
        }
    }

    /// A photo's part of a grid's output, and of its gradient: a plane for each channel.
    private struct Cells {
        var grid: CompactGrid
        var values: UnsafePointer<Float>?
        var gradients: UnsafeMutablePointer<Float>?

        func value(_ channel: Int, _ cell: Int) -> Float { values?[channel * grid.count + cell] ?? 0 }
        func add(_ gradient: Float, _ channel: Int, _ cell: Int) { gradients?[channel * grid.count + cell] += gradient }
    }

    private func add(
        _ cells: Cells,
        _ roles: [GridAssignment.Role],
        _ faces: [SceneFace],
        _ counts: Counts,
        _ terms: inout Terms
    ) {
        for (cell, role) in roles.enumerated() {
            switch role {
            case .ignored: continue
            case .background: addScore(cells, cell, target: 0, counts, &terms)
            case .face(let index):
                let face = faces[index]
                let overlap = addBox(cells, cell, face.box, counts, &terms)
                addScore(cells, cell, target: overlap, counts, &terms)
                if let landmarks = face.landmarks {
                    addLandmarks(cells, cell, landmarks, side: face.box.area.squareRoot(), counts, &terms)
                }
                if let hidden = face.hidden { addVisibility(cells, cell, hidden, counts, &terms) }
                if let cover = face.cover { addCover(cells, cell, cover, counts, &terms) }
            }
        }
    }

    private func addScore(_ cells: Cells, _ cell: Int, target: Float, _ counts: Counts, _ terms: inout Terms) {
        let channel = CompactNetwork.Channel.score
        let (loss, slope) = DetectionTerms.qualityFocal(logit: cells.value(channel, cell), target: target)
        terms.score += Double(loss / counts.faces)
        cells.add(score * slope / counts.faces, channel, cell)
    }

    /// - Returns: How well the cell's box fits, which its score learns.
    private func addBox(_ cells: Cells, _ cell: Int, _ box: Rect, _ counts: Counts, _ terms: inout Terms) -> Float {
        let (first, unit) = (CompactNetwork.Channel.box.lowerBound, cells.grid.unit)
        let center = cells.grid.center(of: cell)
        let (x, y) = (center.x + unit * cells.value(first, cell), center.y + unit * cells.value(first + 1, cell))
        // Beyond e^4 units nothing fits any more, and an exponential would overflow.
        let logarithms = (min(cells.value(first + 2, cell), 4), min(cells.value(first + 3, cell), 4))
        let width = unit * DetectionTerms.exponential(logarithms.0)
        let height = unit * DetectionTerms.exponential(logarithms.1)
        let (loss, overlap, gradient) = DetectionTerms.generalizedOverlap(
            SIMD4(x - width / 2, y - height / 2, x + width / 2, y + height / 2),
            SIMD4(box.minX, box.minY, box.maxX, box.maxY)
        )
        terms.box += Double(loss / counts.faces)
        terms.overlap += Double(overlap / counts.faces)
        let scale = self.box / counts.faces
        cells.add(scale * unit * (gradient.x + gradient.z), first, cell)
        cells.add(scale * unit * (gradient.y + gradient.w), first + 1, cell)
        cells.add(scale * width / 2 * (gradient.z - gradient.x), first + 2, cell)
        cells.add(scale * height / 2 * (gradient.w - gradient.y), first + 3, cell)
        return overlap
    }

    private func addLandmarks(
        _ cells: Cells,
        _ cell: Int,
        _ landmarks: FaceLandmarks,
        side: Float,
        _ counts: Counts,
        _ terms: inout Terms
    ) {
        let (first, unit) = (CompactNetwork.Channel.landmarks.lowerBound, cells.grid.unit)
        let center = cells.grid.center(of: cell)
        for (index, point) in landmarks.points.enumerated() {
            // Landmarks count from the centers of pixels, cells from their corners.
            let targets = [point.x + 0.5 - center.x, point.y + 0.5 - center.y]
            var square: Float = 0
            for (axis, target) in targets.enumerated() {
                let channel = first + 2 * index + axis
                let off = (unit * cells.value(channel, cell) - target) / side
                let (loss, slope) = DetectionTerms.smoothDistance(off, beta: Self.landmarkRounding)
                terms.landmarks += Double(loss / counts.landmarks)
                cells.add(self.landmarks * slope * unit / side / counts.landmarks, channel, cell)
                square += off * off
            }
            terms.landmarkDistance += Double(square.squareRoot() / 5 / counts.landmarks)
        }
    }

    private func addVisibility(
        _ cells: Cells,
        _ cell: Int,
        _ hidden: Set<FacePart>,
        _ counts: Counts,
        _ terms: inout Terms
    ) {
        let parts: [FacePart] = [.leftEye, .rightEye, .nose, .mouth, .mouth]
        for (index, part) in parts.enumerated() {
            let channel = CompactNetwork.Channel.visibility.lowerBound + index
            let (loss, slope) = DetectionTerms.crossEntropy(
                logit: cells.value(channel, cell),
                target: hidden.contains(part) ? 0 : 1
            )
            terms.visibility += Double(loss / 5 / counts.visibility)
            cells.add(visibility * slope / 5 / counts.visibility, channel, cell)
        }
    }

    private func addCover(
        _ cells: Cells,
        _ cell: Int,
        _ cover: FaceCover,
        _ counts: Counts,
        _ terms: inout Terms
    ) {
        guard let target = FaceCover.allCases.firstIndex(of: cover) else { return }
        let channels = CompactNetwork.Channel.cover
        var logits = channels.map { cells.value($0, cell) }
        terms.cover += Double(DetectionTerms.crossEntropy(logits: &logits, target: target) / counts.cover)
        for (channel, slope) in zip(channels, logits) { cells.add(self.cover * slope / counts.cover, channel, cell) }
    }
}

extension DetectionLoss: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case score, box, landmarks, visibility, cover }

    /// Reads a mapping; what it leaves out has its default.
    ///
    /// - Parameter decoder: Holds a mapping such as `{landmarks: 3}`.
    /// - Throws: `DecodingError`, also for keys that mean nothing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let base = Self()
        score = try container.decode(.score, or: base.score, "more than 0") { $0 > 0 }
        box = try container.decode(.box, or: base.box, "more than 0") { $0 > 0 }
        landmarks = try container.decode(.landmarks, or: base.landmarks, "0 or more") { $0 >= 0 }
        visibility = try container.decode(.visibility, or: base.visibility, "0 or more") { $0 >= 0 }
        cover = try container.decode(.cover, or: base.cover, "0 or more") { $0 >= 0 }
    }
}
