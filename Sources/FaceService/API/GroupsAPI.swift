import FaceEmbedding
import FaceGallery
import FaceRecognition
import HTTPTypes
import Hummingbird

/// Faces that nobody has a name for, and the groups they fall into.
struct GroupsAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.post, "/api/v1/unknown", .operator, isIdempotent: true, keep),
            Route(.get, "/api/v1/groups", .reader, list),
            Route(.post, "/api/v1/groups/cluster", .operator, cluster),
            Route(.post, "/api/v1/groups/undo", .operator, undo),
            Route(.get, "/api/v1/groups/edits", .reader, edits),
            Route(.post, "/api/v1/groups/{group}/assign", .operator, assign),
            Route(.post, "/api/v1/groups/{group}/confirm", .operator, confirm),
            Route(.post, "/api/v1/groups/{group}/split", .operator, split),
            Route(.post, "/api/v1/groups/{group}/merge", .operator, merge),
        ]
    }

    @Sendable private func keep(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Kept: Encodable { var faces: [Int64] }
        let name = try Arguments(request, context).text("photo")
        let photo = try await parts.photo(of: request, named: name)
        let faces = try await parts.work(for: context.caller) { try $0.keepUnknown(photo) }
        return try .json(Kept(faces: faces.map(\.rawValue)), status: .created)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Groups: Encodable { var groups: [GroupRecord], ungrouped: [GroupFaceRecord] }
        let record = try await parts.work(for: context.caller) { recognizer in
            let gallery = recognizer.gallery
            var unnamed: [TemplateID: Template] = [:]
            for template in try gallery.templates(of: nil) { unnamed[template.id] = template }
            // Groups of a known person are that person's own faces: nothing to be sorted.
            let groups = try gallery.groups().filter { $0.members.contains { unnamed[$0.template] != nil } }
            let records = try groups.map { group in
                GroupRecord(
                    id: group.id.rawValue,
                    person: group.person?.rawValue,
                    suggestion: try group.suggestion.map {
                        GroupRecord.Suggestion(person: $0.rawValue, name: try gallery.person($0).name)
                    },
                    isConfirmed: group.isConfirmed,
                    created: group.created,
                    faces: group.members.compactMap { member in
                        unnamed[member.template].map { GroupFaceRecord($0, isConfirmed: member.isConfirmed) }
                    }
                )
            }
            let grouped = Set(groups.flatMap { $0.members.map(\.template) })
            return Groups(
                groups: records.sorted { ($0.faces.count, $1.id) > ($1.faces.count, $0.id) },
                ungrouped: unnamed.values.filter { !grouped.contains($0.id) }.sorted { $0.id < $1.id }
                    .map { GroupFaceRecord($0, isConfirmed: false) }
            )
        }
        return try .json(record, unlessKnownTo: request)
    }

    @Sendable private func cluster(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Options: Decodable { var minimumSize: Int?, threshold: Float? }
        struct Clustered: Encodable { var faces, grouped: Int, groups, newGroups: [Int64] }
        let options = try await parts.json(Options.self, of: request, allowed: ["minimumSize", "threshold"])
        guard 1...1000 ~= options.minimumSize ?? 2 else { throw Problem.badRequest("`minimumSize` is 1 to 1000") }
        guard (options.threshold ?? 1) > 0, (options.threshold ?? 1) <= 4 else {
            throw Problem.badRequest("`threshold` is above 0 and at most 4")
        }
        let summary = try await parts.work(for: context.caller) { recognizer in
            var clusterer = FaceClusterer()
            if let threshold = options.threshold { clusterer.threshold = threshold }
            return try recognizer.gallery.groupFaces(with: clusterer, minimumSize: options.minimumSize ?? 2)
        }
        return try .json(
            Clustered(
                faces: summary.faces,
                grouped: summary.grouped,
                groups: summary.groups.map(\.rawValue),
                newGroups: summary.newGroups.map(\.rawValue)
            )
        )
    }

    @Sendable private func undo(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Undone: Encodable { @Nullable var undone: GroupEditRecord? }
        let edit = try await parts.work(for: context.caller) { try $0.gallery.undoGrouping() }
        return try .json(Undone(undone: edit.map(GroupEditRecord.init)))
    }

    @Sendable private func edits(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Edits: Encodable { var edits: [GroupEditRecord] }
        let edits = try await parts.work(for: context.caller) { try $0.gallery.groupEdits() }
        return try .json(Edits(edits: edits.map(GroupEditRecord.init)))
    }

    @Sendable private func assign(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Assignment: Decodable { var person: String?, name: String? }
        let arguments = Arguments(request, context)
        let group = GroupID(rawValue: try arguments.number("group"))
        let body = try await parts.json(Assignment.self, of: request, allowed: ["person", "name"])
        guard (body.person == nil) != (body.name == nil) else {
            throw Problem.badRequest("the body has either `person` or `name`")
        }
        let id = try body.person.map { try arguments.person($0) }
        let record = try await parts.work(for: context.caller) { recognizer in
            let gallery = recognizer.gallery
            guard try gallery.groups().contains(where: { $0.id == group }) else {
                throw GalleryError.unknownGroup(group.rawValue)
            }
            let person =
                if let id { id } else {
                    try gallery.person(named: body.name ?? "")?.id ?? gallery.addPerson(named: body.name ?? "").id
                }
            try gallery.assign(group, to: person)
            return try PeopleAPI.record(person, in: gallery)
        }
        return try .json(record)
    }

    @Sendable private func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let group = GroupID(rawValue: try Arguments(request, context).number("group"))
        try await parts.work(for: context.caller) { try $0.gallery.confirm(group) }
        return .noContent
    }

    @Sendable private func split(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Split: Decodable { var faces: [Int64] }
        struct Group: Encodable { var group: Int64 }
        let group = GroupID(rawValue: try Arguments(request, context).number("group"))
        let body = try await parts.json(Split.self, of: request, allowed: ["faces"])
        guard 1...10_000 ~= body.faces.count, Set(body.faces).count == body.faces.count else {
            throw Problem.badRequest("`faces` has 1 to 10,000 numbers, each once")
        }
        let new = try await parts.work(for: context.caller) {
            try $0.gallery.split(body.faces.map(TemplateID.init), from: group)
        }
        return try .json(Group(group: new.rawValue))
    }

    @Sendable private func merge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Merge: Decodable { var from: Int64 }
        let group = GroupID(rawValue: try Arguments(request, context).number("group"))
        let body = try await parts.json(Merge.self, of: request, allowed: ["from"])
        guard body.from != group.rawValue else {
            throw Problem(.unprocessableContent, "invalid_value", "a group cannot be merged into itself")
        }
        try await parts.work(for: context.caller) { try $0.gallery.merge(GroupID(rawValue: body.from), into: group) }
        return .noContent
    }
}
