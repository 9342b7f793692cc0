import FaceGallery
import FaceRecognition
import Hummingbird

/// What people say of mistaken faces: kept, obeyed, and taken back.
struct FeedbackAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.post, "/api/v1/feedback", .operator, give),
            Route(.get, "/api/v1/feedback", .reader, list),
            Route(.delete, "/api/v1/feedback/{feedback}", .operator, withdraw),
        ]
    }

    @Sendable private func give(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let arguments = Arguments(request, context)
        let person = try arguments.person(arguments.requiredText("person"))
        let isSame: Bool
        switch try arguments.requiredText("kind") {
        case "samePerson": isSame = true
        case "notThisPerson": isSame = false
        default: throw Problem.badRequest("`kind` is samePerson or notThisPerson")
        }
        let face = try arguments.face()
        let note = try arguments.text("note") ?? ""
        // Before the photo is read: most mistakes are of identifiers.
        _ = try await parts.work(for: context.caller) { try $0.gallery.person(person) }
        let photo = try await parts.photo(of: request)
        let feedback = try await parts.work(for: context.caller) {
            try $0.record(photo, of: person, isSame: isSame, face: face, note: note)
        }
        return try .json(FeedbackRecord(feedback), status: .created)
    }

    @Sendable private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        struct List: Encodable { var feedback: [FeedbackRecord] }
        let arguments = Arguments(request, context)
        let person = try arguments.text("person").map { try arguments.person($0) }
        let feedback = try await parts.work(for: context.caller) { recognizer in
            if let person { _ = try recognizer.gallery.person(person) }
            return try recognizer.gallery.feedback(of: person)
        }
        return try .json(List(feedback: feedback.map(FeedbackRecord.init)))
    }

    @Sendable private func withdraw(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = FeedbackID(rawValue: try Arguments(request, context).number("feedback"))
        try await parts.work(for: context.caller) { try $0.gallery.withdraw(id) }
        return .noContent
    }
}
