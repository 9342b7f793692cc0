import Foundation
import HTTPTypes
import Hummingbird

/// An error as HTTP tells it: `application/problem+json` (RFC 9457) with a word for programs.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// A stable word: `no_face`.
    var reason: String
    /// What is the matter, in a sentence; never a name, an embedding or a path.
    var detail: String
    var advice: [AdviceRecord] = []
    var headers: HTTPFields = [:]
    /// Whether the rest of the request is not worth reading.
    var closesConnection = false

    init(_ status: HTTPResponse.Status, _ reason: String, _ detail: String) {
        (self.status, self.reason, self.detail) = (status, reason, detail)
    }

    /// The queue or a rate is full: come back in so many seconds.
    static func tooMany(_ reason: String, _ detail: String, seconds: Int) -> Problem {
        var problem = Problem(.tooManyRequests, reason, detail)
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }

    static func badRequest(_ detail: String) -> Problem { Problem(.badRequest, "bad_request", detail) }

    static func notFound(_ detail: String) -> Problem { Problem(.notFound, "not_found", detail) }

    /// The response.
    func response(requestID: String) -> Response {
        struct Body: Encodable {
            var type = "about:blank"
            var title: String
            var status: Int
            var detail: String
            var reason: String
            var advice: [AdviceRecord]?
            var requestId: String
        }
        let body = Body(
            title: status.reasonPhrase,
            status: status.code,
            detail: detail,
            reason: reason,
            advice: advice.isEmpty ? nil : advice,
            requestId: requestID
        )
        var headers = headers
        headers[.contentType] = "application/problem+json"
        let bytes = (try? JSONBody.encode(body)) ?? ByteBuffer()
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
