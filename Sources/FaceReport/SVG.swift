/// Markup of one picture.
enum SVG {}
