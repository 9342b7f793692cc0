import FaceReport
import Foundation

/// Groups of faces as one HTML file that needs nothing else: no script, and nothing from the network.
struct ClusterPage {
    /// Faces of a group that are shown; the others are counted.
    static let facesShown = 60

    var grouped: GroupedFaces

    /// The faces that are shown, group by group, those in no group last.
    var shown: [GroupedFace] { sections.flatMap { $0.faces.prefix(Self.facesShown) } }

    private var sections: [(title: String, note: String, faces: [GroupedFace])] {
        let groups = grouped.groups.map { group in
            let isNamed = group.person != nil || group.suggestion != nil
            let note = [group.isConfirmed ? "confirmed" : "", isNamed ? "group \(group.group)" : ""]
            return (group.title, note.filter { !$0.isEmpty }.joined(separator: ", "), group.faces)
        }
        return grouped.ungrouped.isEmpty ? groups : groups + [("In no group", "", grouped.ungrouped)]
    }

    /// The page.
    ///
    /// - Parameter jpegs: The pictures of ``shown``, in its order.
    /// - Returns: HTML.
    func html(jpegs: [[UInt8]?]) -> String {
        var jpegs = jpegs[...]
        let sections = sections.map { section in
            let figures = section.faces.prefix(Self.facesShown).map { figure($0, jpeg: jpegs.popFirst() ?? nil) }
            let left = section.faces.count - figures.count
            let note = [section.note, section.faces.count == 1 ? "1 face" : "\(section.faces.count) faces"]
            return """
                <section>
                <h2>\(Self.escaped(section.title))</h2>
                <p>\(Self.escaped(note.filter { !$0.isEmpty }.joined(separator: ", ")))</p>
                <div>\(figures.joined())\(left > 0 ? "<span>and \(left) more</span>" : "")</div>
                </section>
                """
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>\(Self.escaped(grouped.summary))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <h1>\(Self.escaped(grouped.summary))</h1>
            <p>\(Self.escaped(grouped.method + limit))</p>
            \(sections.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    private var limit: String { grouped.threshold.map { ", squared distance up to \($0)" } ?? "" }

    private func figure(_ face: GroupedFace, jpeg: [UInt8]?) -> String {
        let photo = Self.escaped(face.photo ?? "")
        let name = Self.escaped(face.photo.map { String($0.split(separator: "/").last ?? "") } ?? "face \(face.face)")
        guard let jpeg else { return "<figure title=\"\(photo)\"><i></i><figcaption>\(name)</figcaption></figure>" }
        let data = Data(jpeg).base64EncodedString()
        return """
            <figure title="\(photo)"><img alt="\(name)" src="data:image/jpeg;base64,\(data)">\
            <figcaption>\(name)</figcaption></figure>
            """
    }

    static func escaped(_ text: String) -> String { SVG.escaped(text) }

    private static let style = """
        :root{color-scheme:light dark}body{font:15px system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;\
        color:#24292f;background:#fff}h1{font-size:1.4rem;margin:0}p{color:#59636e;margin:.2rem 0 .8rem}\
        section{border-top:1px solid #d1d9e0;padding:.9rem 0}h2{font-size:1.05rem;margin:0}\
        section>div{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}figure{margin:0;width:96px}\
        img,i{display:block;width:96px;height:96px;border-radius:6px;background:#eaeef2}\
        figcaption{font-size:.7rem;color:#59636e;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}\
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}p,figcaption{color:#9198a1}\
        section{border-color:#2f353d}img,i{background:#2f353d}}
        """
}
