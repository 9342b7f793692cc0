import FaceEmbedding
import FaceGallery
import FaceImaging
import FacePipeline
import FaceRecognition
import HTTPTypes
import Hummingbird

/// Enrolled faces: what a person's photos are, adding and erasing them.
struct FacesAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.get, "/api/v1/people/{person}/faces", .reader, list),
            Route(.post, "/api/v1/people/{person}/faces", .operator, isIdempotent: true, add),
            Route(.delete, "/api/v1/people/{person}/faces/{face}", .operator, delete),
            Route(.post, "/api/v1/enroll", .operator, isIdempotent: true, enroll),
            Route(.get, "/api/v1/faces/{face}/picture", .reader, picture),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct Faces: Encodable { var faces: [EnrolledFaceRecord] }
        let id = try Arguments(request, context).personInPath()
        let faces = try await parts.work(for: context.caller) { recognizer in
            let person = try recognizer.gallery.person(id)
            let templates = try recognizer.gallery.templates(of: person.id)
            // By the name of that moment: a renaming in between is a 404, and the caller asks again.
            let review = try recognizer.review(person: person.name)
            let entries = Dictionary(review.entries.map { ($0.template.id, $0) }) { first, _ in first }
            return Faces(
                faces: templates.map { template in
                    let entry = entries[template.id]
                    let advice = entry.map { recognizer.advice(on: template) + $0.verdict.advice }
                    return Self.record(template, nearest: entry?.nearest, advice: advice ?? [])
                }
            )
        }
        return try .json(faces, unlessKnownTo: request)
    }

    @Sendable private func add(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try Arguments(request, context).personInPath()
        let name = try await parts.work(for: context.caller) { try $0.gallery.person(id).name }
        return try await enroll(request, context, as: name)
    }

    @Sendable private func enroll(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await enroll(request, context, as: Arguments(request, context).requiredText("name"))
    }

    private func enroll(_ request: Request, _ context: ServiceContext, as name: String) async throws -> Response {
        let arguments = Arguments(request, context)
        let face = try arguments.face()
        let photo = try await parts.photo(of: request, named: try arguments.text("photo"))
        let enrollment = try await parts.work(for: context.caller) { try $0.enroll(photo, as: name, face: face) }
        if let error = enrollment.error { throw error }
        let advice = enrollment.verdict.advice.map(AdviceRecord.init)
        guard enrollment.isEnrolled || enrollment.isSkipped else {
            let refusal = enrollment.verdict.advice.first { $0.severity == .refusal }
            var problem = Problem(
                .unprocessableContent,
                refusal.map { "\($0.reason)" } ?? "refused",
                refusal?.finding ?? "the photo does not serve"
            )
            problem.advice = advice
            throw problem
        }
        let number = enrollment.face.flatMap { face in
            photo.faces.firstIndex { $0.face.detection == face.detection }
        }
        let record = EnrollmentRecord(
            result: enrollment.isEnrolled ? "enrolled" : "skipped",
            person: enrollment.person?.rawValue,
            name: enrollment.name,
            face: enrollment.template?.rawValue,
            advice: advice,
            detection: number.map { FaceRecord(photo, $0, parts.recognizer) }
        )
        return try .json(record, status: enrollment.isEnrolled ? .created : .ok)
    }

    @Sendable private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let arguments = Arguments(request, context)
        let (id, face) = (try arguments.personInPath(), TemplateID(rawValue: try arguments.number("face")))
        try await parts.work(for: context.caller) { recognizer in
            let person = try recognizer.gallery.person(id)
            guard try recognizer.gallery.template(face).person == person.id else {
                throw Problem.notFound("the person has no such face")
            }
            _ = try recognizer.gallery.remove(face)
        }
        return .noContent
    }

    @Sendable private func picture(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let face = TemplateID(rawValue: try Arguments(request, context).number("face"))
        let crop = try await parts.work(for: context.caller) { try $0.gallery.crop(of: face) }
        guard let crop else { throw Problem.notFound("no picture is kept of this face") }
        return Response(
            status: .ok,
            // A number is never another face's: a picture can be kept by the browser that was allowed to see it.
            headers: [.contentType: "image/jpeg", .cacheControl: "private, max-age=300"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: crop))
        )
    }

    private static func record(
        _ template: Template,
        nearest: Float?,
        advice: [Advice]
    ) -> EnrolledFaceRecord {
        EnrolledFaceRecord(
            id: template.id.rawValue,
            photo: template.sourceName,
            created: template.created,
            isConfirmed: template.isConfirmed,
            drawn: template.drawn,
            origin: template.origin?.rawValue,
            hasPicture: template.hasCrop,
            nearest: nearest,
            quality: template.quality.map {
                EnrolledFaceRecord.Quality(
                    faceSide: $0.faceSide,
                    sharpness: $0.sharpness,
                    yaw: $0.yaw,
                    pitch: $0.pitch,
                    roll: $0.roll
                )
            },
            advice: advice.map(AdviceRecord.init)
        )
    }
}
