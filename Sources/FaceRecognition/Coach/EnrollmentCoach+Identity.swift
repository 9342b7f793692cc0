extension EnrollmentCoach {
    /// What there is to say about whose face it is.
    func identityAdvice(_ evidence: PhotoEvidence) -> [Advice] {
        if evidence.isEnrolled {
            return [
                Advice(
                    .alreadyEnrolled,
                    severity: .skip,
                    finding: "this very photo is enrolled already",
                    remedy: "another photo would add something"
                )
            ]
        }
        var advice: [Advice] = []
        if let severity = severity(of: .useless), let name = evidence.enrolledAs {
            advice.append(
                Advice(
                    .photoOfAnother,
                    severity: severity,
                    finding: "this very photo is enrolled as \(name)",
                    remedy: "find out who it is, and remove it from the other"
                )
            )
        }
        if let severity = severity(of: .useless), let other = evidence.other,
            other.squaredDistance <= other.threshold, other.squaredDistance <= evidence.own?.squaredDistance ?? 4
        {
            advice.append(
                Advice(
                    .duplicateOf,
                    severity: severity,
                    measured: other.squaredDistance,
                    limit: other.threshold,
                    finding: """
                        this face is enrolled as \(other.name) (distance \(rounded(other.squaredDistance)), strangers \
                        are beyond \(rounded(other.threshold)))
                        """,
                    remedy: "if both are one person, merge them; if not, find out which photo is wrong"
                )
            )
        }
        if let severity = severity(of: .poor), let own = evidence.own, own.squaredDistance > own.threshold {
            advice.append(
                Advice(
                    .disagrees,
                    severity: severity,
                    measured: own.squaredDistance,
                    limit: own.threshold,
                    finding: """
                        the face is unlike the person's other photos (distance \(rounded(own.squaredDistance)) to the \
                        nearest, \(own.name), and one person's are within \(rounded(own.threshold)))
                        """,
                    remedy: "make sure it is the same person, and take one in plain light from the front"
                )
            )
        }
        return advice
    }

    /// A number with two digits after the point, whatever the language.
    func rounded(_ value: Float) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
