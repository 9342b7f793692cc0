import FaceEmbedding
import FaceGallery
import FaceRecognition

/// What became of a photo, as `enroll` prints it.
struct EnrollmentRecord: Encodable {
    /// What the coach says.
    struct Advice: Encodable {
        var reason: String
        var severity: String
        var measured: Float?
        var limit: Float?
        var text: String
    }

    var photo: String
    var name: String
    var person: String?
    var face: Int64?
    var result: String
    var advice: [Advice]
    /// What was drawn onto the face, each a further template; absent if nothing was.
    var variants: [String]?
    var error: String?

    init(_ enrollment: Enrollment) {
        photo = enrollment.photo
        name = enrollment.name
        person = enrollment.person?.rawValue
        face = enrollment.template?.rawValue
        error = enrollment.error.map { "\($0)" }
        variants = enrollment.variants.isEmpty ? nil : enrollment.variants
        result =
            error != nil
            ? "failed" : enrollment.isEnrolled ? "enrolled" : enrollment.isSkipped ? "skipped" : "refused"
        advice = enrollment.verdict.advice.map {
            Advice(
                reason: "\($0.reason)",
                severity: "\($0.severity)",
                measured: $0.measured,
                limit: $0.limit,
                text: "\($0)"
            )
        }
    }

    var line: String {
        [photo, name, result, error ?? advice.map(\.text).joined(separator: "; ")].joined(separator: "\t")
    }
}
