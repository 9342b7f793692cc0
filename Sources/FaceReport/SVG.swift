import Foundation

/// Markup of one picture.
enum SVG {
    /// Text as markup, with the characters that mean something to it replaced.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// A coordinate, to a tenth of a pixel.
    static func coordinate(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
    }

    /// A number as an axis has it: as many digits as it needs, at most four.
    static func label(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let size = abs(value)
        if size >= 10_000 { return String(format: "%gk", (value / 100).rounded() / 10) }
        if size < 0.001 { return String(format: "%.0e", value) }
        return String(format: "%.4g", value)
    }

    /// Light and dark colors for everything a picture has, by the reader's preference.
    static let style = """
        .ink{fill:#24292f}.soft{fill:#59636e}.grid{stroke:#d1d9e0;stroke-width:1}.axis{stroke:#818b98;stroke-width:1}\
        .s{fill:none;stroke-width:1.8;stroke-linejoin:round}.s0{stroke:#0969da}.s1{stroke:#bc4c00}.s2{stroke:#1a7f37}\
        .s3{stroke:#8250df}.s4{stroke:#9a6700}.f0{fill:#0969da}.f1{fill:#bc4c00}.f2{fill:#1a7f37}.f3{fill:#8250df}\
        .f4{fill:#9a6700}.band{opacity:.18}text{font:12px system-ui,sans-serif}.title{font-weight:600;font-size:14px}\
        @media(prefers-color-scheme:dark){.ink{fill:#e6edf3}.soft{fill:#9198a1}.grid{stroke:#2f353d}\
        .axis{stroke:#656c76}.s0{stroke:#58a6ff}.s1{stroke:#f0883e}.s2{stroke:#3fb950}.s3{stroke:#bc8cff}\
        .s4{stroke:#d29922}.f0{fill:#58a6ff}.f1{fill:#f0883e}.f2{fill:#3fb950}.f3{fill:#bc8cff}.f4{fill:#d29922}}
        """
}
