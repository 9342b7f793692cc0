/// The names of curves above a chart, in as many rows as they need.
struct Legend {
    private let entries: [(name: String, color: Int, column: Double, row: Int)]
    /// The number of rows.
    let rows: Int

    /// Lays names out.
    init(_ names: [(name: String, color: Int)], width: Double) {
        var (x, row) = (0.0, 0)
        var entries: [(name: String, color: Int, column: Double, row: Int)] = []
        for (name, color) in names {
            let name = SVG.shortened(name, to: 48)
            let step = 40 + SVG.width(of: name)
            if x > 0, x + step > width { (x, row) = (0, row + 1) }
            entries.append((name, color, x, row))
            x += step
        }
        self.entries = entries
        rows = entries.isEmpty ? 0 : row + 1
    }

    func svg(x: Double, y: Double, isDashed: Bool, markers: Set<Int>) -> [String] {
        entries.map { entry in
            let (left, middle) = (x + entry.column, y + 16 * Double(entry.row))
            let line = """
                <path class="s s\(entry.color)\(isDashed ? " d\(entry.color)" : "")" \
                d="M\(SVG.coordinate(left)) \(SVG.coordinate(middle))h22"/>
                """
            let marker = markers.contains(entry.color) ? Palette.marker(entry.color, x: left + 11, y: middle) : ""
            return """
                \(line)\(marker)<text class="ink" x="\(SVG.coordinate(left + 27))" \
                y="\(SVG.coordinate(middle + 4))">\(SVG.escaped(entry.name))</text>
                """
        }
    }
}

/// The names of curves at their right ends, moved up and down until none covers another.
enum EndLabels {
    private static let length = 24
    private static let line = 14.0

    /// The room that names need at the right, in pixels.
    static func room(for names: [String]) -> Double {
        24 + (names.map { SVG.width(of: SVG.shortened($0, to: length)) }.max() ?? 0)
    }

    static func svg(_ labels: [(name: String, y: Double, color: Int)], x: Double, in frame: ChartFrame) -> [String] {
        let sorted = labels.enumerated().sorted { ($0.element.y, $0.offset) < ($1.element.y, $1.offset) }.map(\.element)
        var places: [Double] = []
        for label in sorted { places.append(max(label.y, (places.last ?? -.infinity) + line)) }
        // Pushed beyond the bottom, they all go up again as far as they must.
        var limit = frame.bottom
        for index in places.indices.reversed() {
            places[index] = min(places[index], limit)
            limit = places[index] - line
        }
        return zip(sorted, places).map { label, y in
            let name = SVG.escaped(SVG.shortened(label.name, to: length))
            // Only where the name had to leave the end of its curve must it say which it is.
            guard abs(y - label.y) > 4 else {
                return "<text class=\"ink\" x=\"\(SVG.coordinate(x))\" y=\"\(SVG.coordinate(y + 4))\">\(name)</text>"
            }
            let mark = Palette.marker(label.color, x: x + 4, y: y)
            return
                "\(mark)<text class=\"ink\" x=\"\(SVG.coordinate(x + 13))\" y=\"\(SVG.coordinate(y + 4))\">\(name)</text>"
        }
    }
}
