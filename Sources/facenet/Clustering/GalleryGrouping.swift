import FaceDetection
import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition
import FaceTraining
import Foundation

/// Groups the faces of a gallery that nobody has a name for.
struct GalleryGrouping {
    var gallery: Gallery

    /// Photos that are enrolled in one transaction.
    private static let batch = 64

    /// Adds the faces of photos, without a name; photos that are in the gallery already are left out.
    ///
    /// - Returns: What is wrong with photos.
    func add(_ paths: [String], by reader: FaceReader) async throws -> [GroupedFaces.Problem] {
        try gallery.naming { (gallery) throws(GalleryError) in
            try gallery.requireModel(GalleryModel(reader.embedder).fingerprint)
        }
        var hashes: [String: [UInt8]] = [:]
        for path in paths { hashes[path] = Self.hash(of: path) }
        var seen: Set<[UInt8]> = []
        let new = try paths.filter { path in
            guard let hash = hashes[path] else { return true }
            guard seen.insert(hash).inserted else { return false }
            return try gallery.naming { (gallery) throws(GalleryError) in
                try gallery.templates(withSourceHash: hash).isEmpty
            }
        }
        if new.count < paths.count { Console.note("\(paths.count - new.count) photos are in the gallery already") }
        var problems: [GroupedFaces.Problem] = []
        var waiting: [(PersonID?, NewTemplate)] = []
        func enroll() throws {
            try gallery.naming { (gallery) throws(GalleryError) in _ = try gallery.enroll(bulk: waiting) }
            waiting = []
        }
        let progress = Progress(total: new.count, unit: "photos", isQuiet: new.count < 2)
        for await photo in reader.faces(in: new.map(PhotoSource.file)) {
            progress.advance()
            if let problem = photo.problem { progress.note("\(problem)") }
            if let problem = GroupedFaces.Problem(photo) { problems.append(problem) }
            for face in (try? photo.faces) ?? [] {
                let box = face.detection.box
                let template = NewTemplate(
                    face.embedding,
                    sourceHash: hashes[photo.name],
                    sourceName: URL(fileURLWithPath: photo.name).standardizedFileURL.path,
                    box: TemplateBox(x: box.minX, y: box.minY, width: box.width, height: box.height)
                )
                waiting.append((nil, template))
            }
            if photo.index % Self.batch == Self.batch - 1 { try enroll() }
        }
        try enroll()
        progress.finish()
        return problems
    }

    /// The groups as the gallery has them now.
    func grouped(
        by options: ClusterOptions,
        _ clusterer: FaceClusterer,
        isExact: Bool
    ) throws(Failure) -> GroupedFaces {
        try gallery.naming { (gallery) throws(GalleryError) in
            let groups = try gallery.groups()
            var faces: [TemplateID: GroupedFace] = [:]
            var grouped: [GroupedFaces.Group] = []
            for template in try gallery.templates(of: nil) { faces[template.id] = GroupedFace(template) }
            for person in Set(groups.compactMap(\.person)) {
                for template in try gallery.templates(of: person) { faces[template.id] = GroupedFace(template) }
            }
            func name(_ id: PersonID?) throws(GalleryError) -> String? {
                guard let id else { return nil }
                return try gallery.person(id).name
            }
            for group in groups {
                let members = group.members.compactMap { faces.removeValue(forKey: $0.template) }
                grouped.append(
                    GroupedFaces.Group(
                        group: group.id.rawValue,
                        person: try name(group.person),
                        suggestion: try name(group.suggestion),
                        isConfirmed: group.isConfirmed,
                        faces: members
                    )
                )
            }
            let unnamed = Set(try gallery.templates(of: nil).map(\.id))
            return GroupedFaces(
                method: options.name,
                threshold: clusterer.threshold,
                onePerPhoto: options.onePerPhoto,
                isExact: isExact,
                groups: grouped,
                ungrouped: faces.filter { unnamed.contains($0.key) }.sorted { $0.key < $1.key }.map(\.value)
            )
        }
    }

    private static func hash(of path: String) -> [UInt8]? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        let digits = Array(bytes.withUnsafeBytes { ContentHash(of: $0) }.description)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0..<$0 + 2]), radix: 16) }
    }
}

extension GroupedFace {
    /// A face of a gallery.
    fileprivate init(_ template: Template) {
        self.init(
            photo: template.sourceName,
            face: template.id.rawValue,
            box: template.box.map { [$0.x, $0.y, $0.width, $0.height] }
        )
    }
}

extension ClusterOptions {
    /// The method as it is written.
    var name: String {
        switch method {
        case .agglomerative: "agglomerative, \(linkage.rawValue) linkage"
        case .density: "density, \(coreFaces) faces"
        case .whispers: "Chinese whispers"
        }
    }
}
