/// Many photos on one: rows and columns of cells of one size, with a line of text under each.
public struct ContactSheet: Sendable {
    /// A photo and what is written under it.
    public struct Entry: Hashable, Sendable {
        /// Any size; it is made to fit its cell, and never stretched.
        public var photo: Photo
        /// One line; what is too long for the cell is cut off.
        public var caption: String

        /// Creates an entry.
        public init(photo: Photo, caption: String = "") {
            (self.photo, self.caption) = (photo, caption)
        }
    }

    /// Cells in a row.
    public var columns: Int
    /// Columns and rows of a cell's photo.
    public var cell: Int
    /// What lies between cells and behind captions.
    public var background = Color(red: 28, green: 28, blue: 30)
    /// The color of captions.
    public var ink = Color(red: 210, green: 210, blue: 206)
    private let gap = 4

    /// Creates the layout of a sheet.
    ///
    /// - Parameters:
    ///   - columns: Cells in a row, at least 1.
    ///   - cell: Columns and rows of a cell's photo, at least 8.
    public init(columns: Int, cell: Int = 112) {
        precondition(columns >= 1, "a sheet has at least one column, not \(columns)")
        precondition(cell >= 8, "a cell has at least 8x8 pixels, not \(cell)")
        (self.columns, self.cell) = (columns, cell)
    }

    /// Puts photos on a sheet, row by row from the top left.
    ///
    /// - Parameter entries: At least one.
    /// - Returns: As large as it needs to be; without room for captions if no entry has one.
    /// - Complexity: O(*pixels of the sheet and of the photos*).
    public func photo(of entries: [Entry]) -> Photo {
        precondition(!entries.isEmpty, "a sheet has at least one photo")
        let line = entries.contains { !$0.caption.isEmpty } ? Lettering.height + 3 : 0
        let rows = (entries.count + columns - 1) / columns
        let used = min(columns, entries.count)
        var sheet = Photo(
            width: used * (cell + gap) + gap,
            height: rows * (cell + line + gap) + gap,
            filledWith: background
        )
        for (index, entry) in entries.enumerated() {
            let (x, y) = (gap + index % columns * (cell + gap), gap + index / columns * (cell + line + gap))
            let photo = fitted(entry.photo)
            sheet.place(photo, x: x + (cell - photo.width) / 2, y: y + (cell - photo.height) / 2)
            let caption = String(entry.caption.prefix(cell / Lettering.advance))
            sheet.drawText(caption, at: (x, y + cell + 2), color: ink)
        }
        return sheet
    }

    /// A photo as large as a cell allows, its sides in proportion.
    private func fitted(_ photo: Photo) -> Photo {
        let longer = max(photo.width, photo.height)
        guard longer != cell else { return photo }
        return photo.resized(width: max(1, photo.width * cell / longer), height: max(1, photo.height * cell / longer))
    }
}

extension Photo {
    /// Copies another photo into this one; it must fit.
    fileprivate mutating func place(_ other: Photo, x: Int, y: Int) {
        let stride = width * 3
        withUnsafeMutablePixels { target in
            other.withUnsafePixels { source in
                for row in 0..<other.height {
                    let from = UnsafeBufferPointer(
                        rebasing: source[row * other.width * 3..<(row + 1) * other.width * 3]
                    )
                    let to = (y + row) * stride + x * 3
                    _ = UnsafeMutableBufferPointer(rebasing: target[to..<to + from.count]).update(from: from)
                }
            }
        }
    }
}
