import HTTPTypes

extension HTTPField.Name {
    static let csrfToken = known("X-CSRF-Token")
    static let idempotencyKey = known("Idempotency-Key")
    static let referrerPolicy = known("Referrer-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let crossOriginResourcePolicy = known("Cross-Origin-Resource-Policy")
    static let xContentTypeOptions = known("X-Content-Type-Options")

    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header's name") }
        return name
    }
}
