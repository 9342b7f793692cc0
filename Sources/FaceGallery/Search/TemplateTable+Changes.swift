import FaceEmbedding

extension TemplateTable {
    /// Appends a row.
    ///
    /// - Parameter entry: With an id greater than all in the table.
    /// - Throws: ``GalleryError/dimension(expected:given:)``, or ``GalleryError/corrupt(reason:)`` if the id is not
    ///   the greatest or the error is no distance.
    /// - Complexity: O(*D*), or a segment's copy if another copy of this table was appended to before.
    public mutating func append(_ entry: TemplateEntry) throws(GalleryError) {
        let appended: Result<Void, GalleryError> = entry.code.bytes.withUnsafeBytes { code in
            Result { () throws(GalleryError) in
                try append(id: entry.id, person: entry.person, code: code, error: entry.error)
            }
        }
        try appended.get()
    }

    /// Appends a row from memory, such as a column of a database row, without an array in between.
    ///
    /// - Parameters:
    ///   - id: The template's row, greater than all in the table.
    ///   - person: The person's row.
    ///   - code: `[D]` signed bytes.
    ///   - error: How far the embedding is from the code's point; see ``TemplateEntry/error``.
    /// - Throws: As ``append(_:)``; a byte of -128 is ``GalleryError/corrupt(reason:)`` too.
    public mutating func append(
        id: Int64,
        person: Int64,
        code: UnsafeRawBufferPointer,
        error: Float
    ) throws(GalleryError) {
        guard code.count == dimension else { throw .dimension(expected: dimension, given: code.count) }
        guard id > lastID ?? .min else { throw Self.unordered }
        // No code made here has -128, and the fast products would be wrong for it.
        guard !code.contains(UInt8(bitPattern: .min)) else { throw .corrupt(reason: "a template's code is damaged") }
        guard error >= 0, error <= 2 else { throw .corrupt(reason: "a template's code error is damaged") }
        let row = claimRow()
        changePart(parts.count - 1) { part in
            part.segment.write(row, id: id, person: person, error: error, code: code)
            part.count = row + 1
            part.largestError = max(part.largestError, error)
        }
    }

    /// Removes templates; those not in the table are ignored.
    ///
    /// Older copies of the table still have them; in this one no byte of them is left.
    ///
    /// - Parameter ids: The templates' rows in the gallery.
    /// - Complexity: O(*m* log *n*), and the copy of each segment that loses a row.
    public mutating func remove(ids: some Sequence<Int64>) {
        var leaving: [Int: Set<Int>] = [:]
        for place in ids.lazy.compactMap(place(of:)) { leaving[place.part, default: []].insert(place.row) }
        guard !leaving.isEmpty else { return }
        var kept = parts
        for (index, rows) in leaving {
            let part = parts[index]
            let staying = (0..<part.count).filter { !rows.contains($0) }
            kept[index].count = staying.count
            kept[index].segment = TemplateSegment(copying: part.segment, rows: staying)
        }
        setParts(kept.filter { $0.count > 0 })
    }

    /// Gives templates to another person, as when two people turn out to be one; those not in the table are ignored.
    ///
    /// - Parameters:
    ///   - ids: The templates' rows in the gallery.
    ///   - person: The row of the person whose they are now.
    /// - Complexity: O(*m* log *n*), and the copy of each segment with one of them.
    public mutating func reassign(ids: some Sequence<Int64>, toPerson person: Int64) {
        var moving: [Int: [Int]] = [:]
        for place in ids.lazy.compactMap(place(of:)) { moving[place.part, default: []].append(place.row) }
        for (index, rows) in moving {
            let copy = TemplateSegment(copying: parts[index].segment, rows: 0..<parts[index].count)
            for row in rows { copy.people[row] = person }
            changePart(index) { $0.segment = copy }
        }
    }

    /// Takes the next row of the last segment, or of a new one, or of a copy if the next row is another's.
    private mutating func claimRow() -> Int {
        if let last = parts.last {
            if last.segment.claim(1, after: last.count) { return last.count }
            if last.count < last.segment.capacity {
                let copy = TemplateSegment(copying: last.segment, rows: 0..<last.count)
                precondition(copy.claim(1, after: last.count), "nobody else has this copy")
                changePart(parts.count - 1) { $0.segment = copy }
                return last.count
            }
        }
        let segment = TemplateSegment(stride: stride)
        precondition(segment.claim(1, after: 0), "nobody else has this segment")
        appendPart(segment)
        return 0
    }
}
