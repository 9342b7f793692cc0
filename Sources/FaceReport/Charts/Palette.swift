/// The colors of curves, after Okabe and Ito, darkened on light ground and lightened on dark.
///
/// Each has a contrast of at least 3 to its ground, #ffffff or #0d1117 (WCAG 2.1, 1.4.11). Any two differ by at least 10
/// in CIE L\*a\*b\*, seen with three kinds of cones or with two of them (Machado, Oliveira and Fernandes, *A
/// physiologically-based model for simulation of color vision deficiency*, 2009, severity 1). The last is that of text,
/// for what others are compared with.
enum Palette {
    static let light = ["#0072b2", "#b84300", "#009e73", "#8e2f7e", "#a88600", "#2e96d0", "#c2578f", "#24292f"]
    static let dark = ["#4da3e0", "#e8702a", "#00b386", "#a371f7", "#f0e442", "#b6e0fa", "#ff9ec7", "#e6edf3"]
    /// Lengths of strokes and gaps; none for a whole line.
    static let dashes = ["", "7 3", "2 3", "10 3 2 3", "14 4", "5 2", "10 3 2 3 2 3", ""]
    static var count: Int { light.count }
    /// The color of what others are compared with.
    static let reference = 7

    /// The rules for `.s0`, a line of the first color, `.f0`, an area of it, and `.d0`, its dashes.
    static func style(_ colors: [String]) -> String {
        colors.indices.map { ".s\($0){stroke:\(colors[$0])}.f\($0){fill:\(colors[$0])}" }.joined()
    }

    /// The rules for dashes.
    static var dashStyle: String {
        dashes.enumerated().filter { !$0.element.isEmpty }
            .map { ".d\($0.offset){stroke-dasharray:\($0.element)}" }.joined()
    }

    /// A mark of a color's shape around a place.
    static func marker(_ color: Int, x: Double, y: Double) -> String {
        let (cx, cy) = (SVG.coordinate(x), SVG.coordinate(y))
        func path(_ moves: String) -> String { "<path class=\"f\(color)\" d=\"M\(cx) \(cy)\(moves)\"/>" }
        return switch color {
        case 1: path("m-3.5-3.5h7v7h-7z")
        case 2: path("m0-4.5l4.5 8h-9z")
        case 3: path("m0-5l5 5-5 5-5-5z")
        case 4: path("m0 4.5l4.5-8h-9z")
        case 5: path("m-4.5-1.3h3.2v-3.2h2.6v3.2h3.2v2.6h-3.2v3.2h-2.6v-3.2h-3.2z")
        case 6: path("m-4.5 0l3-4.2h3l3 4.2-3 4.2h-3z")
        default: "<circle class=\"f\(color)\" r=\"3.6\" cx=\"\(cx)\" cy=\"\(cy)\"/>"
        }
    }
}
