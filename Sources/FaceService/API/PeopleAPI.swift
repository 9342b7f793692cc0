import FaceEmbedding
import FaceGallery
import FaceRecognition
import Foundation
import HTTPTypes
import Hummingbird

/// People: list, create, change, merge, delete.
struct PeopleAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.get, "/api/v1/people", .reader, list),
            Route(.post, "/api/v1/people", .operator, isIdempotent: true, add),
            Route(.get, "/api/v1/people/{person}", .reader, show),
            Route(.patch, "/api/v1/people/{person}", .operator, change),
            Route(.delete, "/api/v1/people/{person}", .operator, delete),
            Route(.post, "/api/v1/people/{person}/merge", .operator, merge),
            Route(.post, "/api/v1/people/{person}/verify", .reader, verify),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let arguments = Arguments(request, context)
        let search = try arguments.text("search")
        let limit = try arguments.integer("limit", in: 1...1000, default: 100)
        let after = try arguments.text("after").map { try arguments.person($0) }
        let page = try await parts.work(for: context.caller) { recognizer in
            let gallery = recognizer.gallery
            let last = try after.map { (id) throws(GalleryError) in try gallery.person(id) }
            // One more, to know whether there is another page.
            let people = try gallery.people(matching: search, after: last, limit: limit + 1)
            let page = Array(people.prefix(limit))
            return PeopleRecord(
                people: try Self.records(page, in: gallery),
                next: people.count > limit ? page.last?.id.rawValue : nil,
                total: try gallery.peopleCount()
            )
        }
        return try .json(page, unlessKnownTo: request)
    }

    @Sendable private func add(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let new = try await fields(of: request)
        guard case .value(let name) = new.name else { throw Problem.badRequest("the body lacks `name`") }
        try new.check()
        let record = try await parts.work(for: context.caller) { recognizer in
            let person = try recognizer.gallery.addPerson(
                named: name,
                aliases: new.aliases.value ?? [],
                metadata: new.metadata.value ?? [:],
                consent: new.consent.value,
                retainUntil: new.retainUntil.value
            )
            return PersonRecord(person, faces: 0, cover: nil)
        }
        return try .json(record, status: .created, headers: [.location: "/api/v1/people/\(record.id)"])
    }

    @Sendable private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try Arguments(request, context).personInPath()
        let record = try await parts.work(for: context.caller) { try Self.record(id, in: $0.gallery) }
        return try .json(record, unlessKnownTo: request)
    }

    @Sendable private func change(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try Arguments(request, context).personInPath()
        let fields = try await fields(of: request)
        guard !fields.isEmpty else { throw Problem.badRequest("the body changes nothing") }
        try fields.check()
        let record = try await parts.work(for: context.caller) { recognizer in
            try recognizer.gallery.edit(id) { person in
                if let name = fields.name.value { person.name = name }
                if let aliases = fields.aliases.value { person.aliases = aliases }
                if let metadata = fields.metadata.value { person.metadata = metadata }
                if fields.consent.isGiven { person.consent = fields.consent.value }
                if fields.retainUntil.isGiven { person.retainUntil = fields.retainUntil.value }
            }
            return try Self.record(id, in: recognizer.gallery)
        }
        return try .json(record)
    }

    @Sendable private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try Arguments(request, context).personInPath()
        let record = try await parts.work(for: context.caller) { recognizer in
            let gallery = recognizer.gallery
            let before = try gallery.info().auditEntries
            let receipt = try gallery.remove(id)
            // The removal's own line: others may have been written meanwhile.
            let line = try gallery.auditTrail(after: Int64(before), limit: 1000)
                .first { $0.action == .removePerson && $0.subjects.contains(id.rawValue) }
            guard let line else { throw GalleryError.corrupt(reason: "the removal is not in the audit trail") }
            return ReceiptRecord(
                person: id.rawValue,
                faces: receipt.templates.map(\.rawValue),
                feedback: receipt.feedback,
                isErased: receipt.isErased,
                exports: receipt.exports.map {
                    ReceiptRecord.Export(file: URL(fileURLWithPath: $0.path).lastPathComponent, created: $0.created)
                },
                audit: ReceiptRecord.Audit(
                    sequence: line.sequence,
                    hash: hexadecimal(line.hash),
                    isIntact: try gallery.verifyAudit().map { $0 > line.sequence } ?? true
                )
            )
        }
        return try .json(record)
    }

    @Sendable private func merge(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Merge: Decodable { var from: String }
        let arguments = Arguments(request, context)
        let id = try arguments.personInPath()
        let body = try await parts.json(Merge.self, of: request, allowed: ["from"])
        let other = try arguments.person(body.from)
        guard other != id else {
            throw Problem(.unprocessableContent, "invalid_value", "a person cannot be merged into themselves")
        }
        let record = try await parts.work(for: context.caller) { recognizer in
            try recognizer.gallery.merge(other, into: id)
            return try Self.record(id, in: recognizer.gallery)
        }
        return try .json(record)
    }

    @Sendable private func verify(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let arguments = Arguments(request, context)
        let id = try arguments.personInPath()
        let face = try arguments.face()
        let far = try arguments.rate("far") ?? 0.001
        _ = try await parts.work(for: context.caller) { try $0.gallery.person(id) }
        let photo = try await parts.photo(of: request)
        let (index, answer) = try await parts.work(for: context.caller) { recognizer in
            try recognizer.verify(photo, is: id, face: face, far: far)
        }
        let found = answer.isMatch ? [id.rawValue] : []
        try await parts.journal.record(
            SearchRecord(actor: context.caller.name, subjects: found, details: ["verified": id.rawValue])
        )
        return try .json(
            PersonVerificationRecord(
                isSame: answer.isMatch,
                squaredDistance: answer.candidate?.squaredDistance,
                threshold: ThresholdRecord(
                    value: answer.threshold,
                    basis: answer.basis.rawValue,
                    pairing: answer.pairing,
                    falseAcceptRate: answer.expectedFAR
                ),
                face: FaceRecord(photo, index, parts.recognizer),
                isRejected: answer.isRejected
            )
        )
    }

    private func fields(of request: Request) async throws -> PersonFields {
        try await parts.json(
            PersonFields.self,
            of: request,
            allowed: PersonFields.names,
            nullable: PersonFields.nullable
        )
    }

    static func record(_ id: PersonID, in gallery: Gallery) throws -> PersonRecord {
        try records([gallery.person(id)], in: gallery)[0]
    }

    private static func records(_ people: [Person], in gallery: Gallery) throws -> [PersonRecord] {
        let counts = try gallery.faceCounts(of: people)
        let covers = try gallery.picturedFaces(of: people)
        return people.map { PersonRecord($0, faces: counts[$0.id] ?? 0, cover: covers[$0.id]) }
    }
}
