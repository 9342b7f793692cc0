import FaceEmbedding
import FaceGallery
import FaceNetworks
import FacePipeline
import FaceRecognition
import Hummingbird

/// What can be asked of photos without a gallery, and who is on them.
struct PhotosAPI {
    let parts: ServiceParts

    var routes: [Route] {
        [
            Route(.post, "/api/v1/detect", .reader) { request, _ in
                try .json(PhotoRecord(try await parts.photo(of: request), parts.recognizer))
            },
            Route(.post, "/api/v1/embed", .reader) { request, _ in
                try .json(EmbeddedRecord(try await parts.photo(of: request), parts.recognizer))
            },
            Route(.post, "/api/v1/verify", .reader, verify),
            Route(.post, "/api/v1/identify", .reader, identify),
        ]
    }

    @Sendable private func identify(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let arguments = Arguments(request, context)
        let fpir = try arguments.rate("fpir") ?? parts.settings.current.fpir
        let top = try arguments.integer("top", in: 1...100, default: 3)
        let photo = try await parts.photo(of: request)
        let faces = try await parts.work(for: context.caller) { try $0.identify(photo, fpir: fpir, top: top) }
        let found = faces.compactMap { $0.decision.identification.match?.person.rawValue }
        // Who searched and who was found; of whom was searched nothing is kept.
        try await parts.journal.record(
            SearchRecord(actor: context.caller.name, subjects: found, details: ["faces": String(faces.count)])
        )
        parts.metrics.identified(faces.map(\.decision))
        return try .json(
            IdentificationRecord(
                width: photo.width,
                height: photo.height,
                faces: faces.indices.map { index in
                    IdentifiedRecord(faces[index].decision, of: FaceRecord(photo, index, parts.recognizer))
                }
            )
        )
    }

    @Sendable private func verify(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let rate = try Arguments(request, context).rate("far")
        try request.require("multipart/form-data")
        if let refusal = parts.engine.refusal { throw refusal }
        let (first, second) = try await parts.bodies.withBody(of: request) { body in
            let form = try MultipartForm(Array(buffer: body), contentType: request.headers[.contentType] ?? "")
            let (one, other) = (try form.file("first"), try form.file("second"))
            async let first = read(one, named: "first")
            async let second = read(other, named: "second")
            return (try await first, try await second)
        }
        let (a, b) = (try Self.central(first, "first"), try Self.central(second, "second"))
        let card = parts.recognizer.reader.embedder.model.card
        let pairing = FacePairing(first.faces[a].visibility, second.faces[b].visibility)
        guard let threshold = PairThreshold(for: pairing, falseAcceptRate: rate, card: card) else {
            throw Problem(.unprocessableContent, "invalid_value", "no threshold was measured for this `far`")
        }
        let (one, other) = (first.faces[a].face.embedding, second.faces[b].face.embedding)
        let distance = one.squaredDistance(to: other) * card.distanceScale
        return try .json(
            VerificationRecord(
                isSame: distance <= threshold.value,
                squaredDistance: distance,
                threshold: ThresholdRecord(
                    value: threshold.value,
                    basis: threshold.basis.rawValue,
                    pairing: threshold.pairing,
                    falseAcceptRate: threshold.falseAcceptRate
                ),
                first: FaceRecord(first, a, parts.recognizer),
                second: FaceRecord(second, b, parts.recognizer),
                points: card.operatingPoints(for: threshold.pairing ?? .bare).map(OperatingPointRecord.init)
            )
        )
    }

    /// The face that is meant where nobody says: the most central one.
    private static func central(_ photo: ReadPhoto, _ name: String) throws -> Int {
        do throws(RecognitionError) { return try photo.index(of: .central) } catch { throw Problem(error, of: name) }
    }

    /// Reads one of two photos; what is wrong with it is said of it by name.
    private func read(_ part: MultipartForm.Part, named name: String) async throws -> ReadPhoto {
        do { return try await parts.read(.bytes(Array(part.bytes), name: name)) } catch let error as RecognitionError {
            throw Problem(error, of: name)
        }
    }
}
