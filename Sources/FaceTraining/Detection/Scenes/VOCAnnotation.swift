public import FaceImaging
import Foundation

/// The boxes of a photo as PASCAL VOC's XML has them.
///
///     <annotation><size><width>400</width><height>267</height></size>
///     <object><name>with_mask</name><bndbox><xmin>29</xmin><ymin>105</ymin><xmax>82</xmax><ymax>160</ymax></bndbox>
///     </object></annotation>
public struct VOCAnnotation: Hashable, Sendable {
    /// A box and what it is of.
    public struct Labelled: Hashable, Sendable {
        /// What the box is of, such as `with_mask`.
        public var name: String
        /// The box.
        public var box: Rect
    }

    /// The columns that boxes count.
    public let width: Int
    /// The rows that boxes count.
    public let height: Int
    /// The boxes.
    public let objects: [Labelled]

    /// Reads the text of a file.
    ///
    /// Of XML it knows what such files use: elements without attributes that hold elements or text.
    ///
    /// - Throws: ``DataError/malformed(line:reason:)`` if there is no size, or a box is not one.
    public init(xml text: String) throws(DataError) {
        guard let size = Self.elements("size", of: text[...]).first,
            let width = Self.number("width", of: size), let height = Self.number("height", of: size),
            (1...100_000).contains(width), (1...100_000).contains(height)
        else { throw .malformed(line: 1, reason: "has no size as PASCAL VOC writes it") }
        (self.width, self.height) = (Int(width), Int(height))
        var objects: [Labelled] = []
        for object in Self.elements("object", of: text[...]) {
            guard let name = Self.elements("name", of: object).first,
                let bounds = Self.elements("bndbox", of: object).first,
                let minX = Self.number("xmin", of: bounds), let minY = Self.number("ymin", of: bounds),
                let maxX = Self.number("xmax", of: bounds), let maxY = Self.number("ymax", of: bounds),
                [minX, minY, maxX, maxY].allSatisfy({ $0.magnitude < 1e6 })
            else {
                throw .malformed(line: 1, reason: "object \(objects.count + 1) has no name and box")
            }
            objects.append(
                Labelled(
                    name: name.trimmingCharacters(in: .whitespacesAndNewlines),
                    box: Rect(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
                )
            )
        }
        self.objects = objects
    }

    /// The faces, for labels that say whether there is a mask before them; boxes of anything else are left out.
    public var faces: [SceneFace] {
        objects.compactMap { object in
            guard object.box.width > 0, object.box.height > 0 else { return nil }
            switch object.name {
            case "with_mask": return SceneFace(box: object.box, hidden: [.nose, .mouth], cover: .mask)
            case "mask_weared_incorrect": return SceneFace(box: object.box, cover: .mask)
            case "without_mask": return SceneFace(box: object.box, hidden: [], cover: .bare)
            case "face": return SceneFace(box: object.box)
            default: return nil
            }
        }
    }

    /// What stands between the tags of an element, each time it comes.
    private static func elements(_ name: String, of text: Substring) -> [Substring] {
        var (rest, found): (Substring, [Substring]) = (text, [])
        while let start = rest.range(of: "<\(name)>") {
            guard let end = rest.range(of: "</\(name)>", range: start.upperBound..<rest.endIndex) else { break }
            found.append(rest[start.upperBound..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        return found
    }

    private static func number(_ name: String, of text: Substring) -> Float? {
        elements(name, of: text).first.flatMap { Float($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
