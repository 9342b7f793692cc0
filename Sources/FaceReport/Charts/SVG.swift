import Foundation

/// Markup of one picture.
public enum SVG {
    /// Text as markup, with the characters that mean something to it replaced.
    ///
    /// By Unicode scalars: a quotation mark with an accent over it is one character, but still ends an attribute.
    ///
    /// - Parameter text: Whatever somebody named a file.
    /// - Returns: What shows just that, inside an element or an attribute in double or single quotes. Characters that XML
    ///   has no place for become U+FFFD.
    public static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\u{0}"..<"\u{9}", "\u{B}", "\u{C}", "\u{E}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}":
                escaped.unicodeScalars.append("\u{FFFD}")
            default: escaped.unicodeScalars.append(scalar)
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
        if size >= 1e6 { return String(format: "%.3gM", value / 1e6) }
        if size >= 10_000 { return String(format: "%gk", (value / 100).rounded() / 10) }
        if size < 0.001 { return String(format: "%.0e", value) }
        return String(format: "%.4g", value)
    }

    private static let superscripts: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]

    /// A number as a logarithmic axis has it: small and large powers of ten as powers.
    static func powerLabel(_ value: Double) -> String {
        abs(log10(value)) > 2.5 ? power(value) ?? label(value) : label(value)
    }

    /// A number as a power of ten, if it is one.
    static func power(_ value: Double) -> String? {
        let exponent = log10(value)
        guard abs(exponent - exponent.rounded()) < 1e-9 else { return nil }
        let digits = "\(Int(exponent.rounded()))".map { $0 == "-" ? "⁻" : superscripts[$0.wholeNumberValue ?? 0] }
        return "10" + String(digits)
    }

    /// Text of at most so many characters.
    static func shortened(_ text: String, to count: Int) -> String {
        text.count > count ? text.prefix(count - 1) + "…" : text
    }

    /// About how wide text is, in pixels: a picture has no way to ask.
    static func width(of text: String) -> Double {
        text.reduce(0) { $0 + ($1.utf8.count > 2 ? 12 : 6.6) }
    }

    /// The first lines of a picture.
    static func opening(_ title: String, width: Double, height: Double, isStandalone: Bool) -> String {
        let (width, height) = (coordinate(width), coordinate(height))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" \
            role="img" aria-label="\(escaped(title))">\(isStandalone ? "\n<style>\(style)</style>" : "")
            """
    }

    /// Light and dark colors for everything a picture has, by the reader's preference; paper is light.
    static let style = """
        .ink{fill:#24292f}.soft{fill:#59636e}.grid{stroke:#d1d9e0;stroke-width:1}.axis{stroke:#818b98;stroke-width:1}\
        .rule{stroke:#24292f;stroke-width:1.2;stroke-dasharray:4 3}.s{fill:none;stroke-width:1.8;stroke-linejoin:round}\
        \(Palette.style(Palette.light))\(Palette.dashStyle).band{opacity:.18}\
        text{font:12px system-ui,sans-serif;unicode-bidi:isolate}.title{font-weight:600;font-size:14px}\
        @media screen and (prefers-color-scheme:dark){.ink{fill:#e6edf3}.soft{fill:#9198a1}.grid{stroke:#2f353d}\
        .axis{stroke:#656c76}.rule{stroke:#e6edf3}\(Palette.style(Palette.dark))}
        """
}
