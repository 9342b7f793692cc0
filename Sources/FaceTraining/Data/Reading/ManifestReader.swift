package import FaceImaging

/// Reads a CSV file with a line for each photo.
///
/// The first line names the columns, in any order and case: `path` and `person`, and if the set has them
/// `left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y`
/// (pixels from the center of the top left one; all ten or none) and `occlusion` (what covers the face, or nothing).
/// Columns of other names are passed over. Paths are relative to the file's folder. A line that is not understood is
/// reported and left out.
struct ManifestReader {
    static let landmarkColumns = ["left_eye", "right_eye", "nose", "left_mouth", "right_mouth"].flatMap {
        ["\($0)_x", "\($0)_y"]
    }

    let path: String

    func listing() throws(DataFailure) -> DatasetListing {
        do throws(DataError) { return try read() } catch { throw DataFailure(path, error) }
    }

    private func read() throws(DataError) -> DatasetListing {
        var listing = DatasetListing()
        var records = CSVRecords(try FileTree.text(of: path))
        guard let header = records.next() else { throw .empty }
        let columns = try Columns(header: header.fields.get(), line: header.line)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        while let record = records.next() {
            do throws(DataError) {
                listing.entries.append(
                    try columns.entry(record.fields.get(), line: record.line, folder: folder)
                )
            } catch {
                let (line, reason) =
                    if case .malformed(let line, let reason) = error { (line, reason) } else {
                        (record.line, error.description)
                    }
                listing.problems.append(DatasetProblem(.malformedLine, "\(path):\(line)", reason))
            }
        }
        return listing
    }
}

/// Which column of a manifest is what.
private struct Columns {
    let count: Int
    let path: Int
    let person: Int
    /// Ten, or none.
    let landmarks: [Int]
    let occlusion: Int?

    init(header: [String], line: Int) throws(DataError) {
        let names = header.map { trimmed($0).lowercased() }
        if let name = names.first(where: { name in names.count { $0 == name } > 1 && !name.isEmpty }) {
            throw .malformed(line: line, reason: "two columns are called \(name)")
        }
        guard let path = names.firstIndex(of: "path"), let person = names.firstIndex(of: "person") else {
            throw .malformed(line: line, reason: "the first line must name the columns path and person")
        }
        let landmarks = ManifestReader.landmarkColumns.compactMap { names.firstIndex(of: $0) }
        guard landmarks.isEmpty || landmarks.count == ManifestReader.landmarkColumns.count else {
            throw .malformed(line: line, reason: "there are \(landmarks.count) of the 10 columns of landmarks")
        }
        (count, self.path, self.person, self.landmarks) = (names.count, path, person, landmarks)
        occlusion = names.firstIndex(of: "occlusion")
    }

    func entry(_ fields: [String], line: Int, folder: String) throws(DataError) -> DatasetListing.Entry {
        guard fields.count == count else {
            throw .malformed(line: line, reason: "has \(fields.count) fields, where the first line has \(count)")
        }
        let file = fields[path]
        guard !file.isEmpty else { throw .malformed(line: line, reason: "the path is empty") }
        guard !trimmed(fields[person]).isEmpty else { throw .malformed(line: line, reason: "the person is empty") }
        let full = file.hasPrefix("/") ? file : folder + file
        let covering = occlusion.map { trimmed(fields[$0]) } ?? ""
        return DatasetListing.Entry(
            person: trimmed(fields[person]),
            sample: FaceSample(
                name: full,
                label: 0,
                source: .file(path: full),
                landmarks: try landmarks(fields, line: line),
                occlusion: covering.isEmpty ? nil : covering
            )
        )
    }

    private func landmarks(_ fields: [String], line: Int) throws(DataError) -> FaceLandmarks? {
        let texts = landmarks.map { trimmed(fields[$0]) }
        guard texts.contains(where: { !$0.isEmpty }) else { return nil }
        var numbers: [Float] = []
        for text in texts {
            // Beyond a million pixels nothing is a face.
            guard let number = Float(text), number.magnitude <= 1_000_000 else {
                throw .malformed(line: line, reason: "\"\(text.prefix(20))\" is not a coordinate")
            }
            numbers.append(number)
        }
        return FaceLandmarks(coordinates: numbers)
    }
}

private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
}

extension FaceLandmarks {
    /// Takes x and y of the five points in their usual order.
    init(coordinates: [Float]) {
        precondition(coordinates.count == 10, "five points have 10 coordinates, got \(coordinates.count)")
        func point(_ index: Int) -> Point { Point(x: coordinates[2 * index], y: coordinates[2 * index + 1]) }
        self.init(leftEye: point(0), rightEye: point(1), nose: point(2), leftMouth: point(3), rightMouth: point(4))
    }

    /// X and y of the five points in their usual order.
    var coordinates: [Float] { points.flatMap { [$0.x, $0.y] } }

    /// The landmarks where a map takes them that works on the coordinates of pixels' corners; see `Point`.
    package func mapped(by transform: AffineTransform2D) -> FaceLandmarks {
        FaceLandmarks(
            coordinates: points.flatMap { point in
                let place = transform(Point(x: point.x + 0.5, y: point.y + 0.5))
                return [place.x - 0.5, place.y - 0.5]
            }
        )
    }
}
