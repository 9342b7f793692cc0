import CCodes
import FaceEmbedding

/// The codes of a gallery's templates in memory, ready to be scanned: an immutable value, cheap to copy.
///
/// Rows are in ascending order of template id. Copies share their memory: appending to the newest copy neither moves
/// nor locks what older ones see, so a search on a copy never waits for an enrollment, nor an enrollment for a search.
/// Removal copies the segments concerned, 16,384 rows each, without the rows removed.
///
/// A row takes the code, padded to whole cache lines, and 24 bytes: 152 bytes at 128 dimensions.
public struct TemplateTable: Sendable {
    /// A segment and how many of its rows, from the front, belong to this table.
    struct Part: Sendable {
        var segment: TemplateSegment
        var count: Int
        /// The greatest error of a row.
        var largestError: Float
    }

    /// The most dimensions: distances of longer codes would not fit 32 bits.
    public static let largestDimension = 32_768

    /// The number of coordinates, `D`.
    public let dimension: Int
    /// The number of rows.
    public private(set) var count = 0
    private(set) var parts: [Part] = []

    /// Creates an empty table.
    ///
    /// - Parameter dimension: `D`, from 1 through ``largestDimension``.
    public init(dimension: Int) {
        precondition(
            1...Self.largestDimension ~= dimension,
            "a dimension must be from 1 through \(Self.largestDimension), not \(dimension)"
        )
        self.dimension = dimension
    }

    /// Creates a table of the rows of several, one after the other, sharing their memory.
    ///
    /// For reading a gallery in parallel, each range of rows into a table of its own.
    ///
    /// - Parameters:
    ///   - tables: In ascending order of their ids, of one dimension.
    ///   - dimension: `D`.
    /// - Throws: ``GalleryError/corrupt(reason:)`` if the ids do not ascend.
    /// - Complexity: O(*s*), where *s* is the number of segments.
    public init(joining tables: [TemplateTable], dimension: Int) throws(GalleryError) {
        self.init(dimension: dimension)
        var joined: [Part] = []
        var last = Int64.min
        for table in tables where table.count > 0 {
            precondition(table.dimension == dimension, "tables of \(table.dimension) and \(dimension) dimensions")
            guard let first = table.firstID, first > last else { throw Self.unordered }
            last = table.lastID ?? last
            joined += table.parts
        }
        setParts(joined)
    }

    /// The bytes of a row's code with its padding.
    public var stride: Int { Self.stride(ofDimension: dimension) }

    /// All template ids, ascending.
    ///
    /// - Complexity: O(*n*).
    public var ids: [Int64] {
        parts.flatMap { UnsafeBufferPointer(start: $0.segment.ids, count: $0.count) }
    }

    /// The smallest id; `nil` if the table is empty.
    public var firstID: Int64? { parts.first.map { $0.segment.ids[0] } }

    /// The greatest id; `nil` if the table is empty.
    public var lastID: Int64? { parts.last.map { $0.segment.ids[$0.count - 1] } }

    /// Returns what the table has of a template.
    ///
    /// - Parameter id: The template's row in the gallery.
    /// - Returns: The entry; `nil` if the template is not in the table.
    /// - Complexity: O(log *n* + *D*).
    public func entry(_ id: Int64) -> TemplateEntry? {
        guard let place = place(of: id) else { return nil }
        let segment = parts[place.part].segment
        let bytes = UnsafeBufferPointer(start: segment.codes + place.row * segment.stride, count: dimension)
        guard let code = EmbeddingCode(bytes: Array(bytes)) else { return nil }
        return TemplateEntry(id: id, person: segment.people[place.row], code: code, error: segment.errors[place.row])
    }

    /// Returns whose a template is.
    ///
    /// - Parameter id: The template's row in the gallery.
    /// - Returns: The person's row; `nil` if the template is not in the table.
    /// - Complexity: O(log *n*).
    public func person(of id: Int64) -> Int64? {
        place(of: id).map { parts[$0.part].segment.people[$0.row] }
    }

    /// Replaces all rows.
    mutating func setParts(_ parts: [Part]) {
        self.parts = parts
        count = parts.reduce(0) { $0 + $1.count }
    }

    /// Changes one part, which may gain or lose rows.
    mutating func changePart(_ index: Int, _ change: (inout Part) -> Void) {
        let before = parts[index].count
        change(&parts[index])
        count += parts[index].count - before
    }

    /// Appends a part without rows.
    mutating func appendPart(_ segment: TemplateSegment) {
        parts.append(Part(segment: segment, count: 0, largestError: 0))
    }

    static let unordered = GalleryError.corrupt(reason: "the templates are not in order")

    static func stride(ofDimension dimension: Int) -> Int {
        let line = Int(CODES_ALIGNMENT)
        return (dimension + line - 1) / line * line
    }

    /// Where a row is: its part, and its position there.
    struct Place {
        var part: Int
        var row: Int
    }

    /// Finds a template: by a guess that is right where no template was removed, or by two binary searches.
    func place(of id: Int64) -> Place? {
        if let first = firstID, id >= first, id - first < count {
            let (part, row) = Int(id - first).quotientAndRemainder(dividingBy: TemplateSegment.capacity)
            if part < parts.count, row < parts[part].count, parts[part].segment.ids[row] == id {
                return Place(part: part, row: row)
            }
        }
        let part = firstIndex(below: parts.count) { parts[$0].segment.ids[parts[$0].count - 1] >= id }
        guard part < parts.count else { return nil }
        let ids = parts[part].segment.ids
        let row = firstIndex(below: parts[part].count) { ids[$0] >= id }
        return ids[row] == id ? Place(part: part, row: row) : nil
    }

    /// The first index for which a condition holds that holds for all later ones; `count` if there is none.
    private func firstIndex(below count: Int, where condition: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
