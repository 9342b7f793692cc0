import FaceDetection
import FaceEmbedding
import FaceGallery
import FacePipeline
import FaceRecognition

/// Who the faces of a photo are, as `identify` prints it.
struct IdentityRecord: Encodable, Sendable {
    /// Somebody a face could be.
    struct Person: Encodable {
        var name: String
        var id: String
        var squaredDistance: Float
        var face: Int64
        var faces: Int

        init(_ candidate: Candidate) {
            name = candidate.name
            id = candidate.person.rawValue
            squaredDistance = candidate.squaredDistance
            face = candidate.template.rawValue
            faces = candidate.faces
        }
    }

    /// A face and the answer.
    struct Face: Encodable {
        var number: Int
        var detection: FaceRecord
        var answer: String
        var people: [Person]
        var candidates: [Person]
        var threshold: Float
        var expectedFAR: Double
        var expectedFPIR: Double
        var gallerySize: Int
        var basis: String
        /// What of the face can be seen.
        var visibility: FaceVisibility
        /// Which faces were compared to measure what the threshold rests on.
        var pairing: FacePairing
        var isExtrapolated: Bool
        var rejected: [String]

        fileprivate init(_ face: IdentifiedFace, number: Int) {
            let decision = face.decision
            self.number = number
            detection = FaceRecord(face.face.detection)
            (answer, people) =
                switch decision.identification {
                case .match(let candidate): ("match", [Person(candidate)])
                case .ambiguous(let candidates): ("ambiguous", candidates.map(Person.init))
                case .nobody: ("nobody", [])
                }
            candidates = decision.candidates.map(Person.init)
            threshold = decision.threshold
            expectedFAR = decision.expectedFAR
            expectedFPIR = decision.expectedFPIR
            gallerySize = decision.gallerySize
            basis = decision.basis.rawValue
            visibility = face.visibility
            pairing = decision.pairing
            isExtrapolated = decision.isExtrapolated
            rejected = decision.rejected.map(\.rawValue)
        }

        /// Number, answer, names, distance of the nearest, threshold, false accept rate, further candidates.
        fileprivate var fields: [String] {
            let nearest = (people.first ?? candidates.first).map { Double($0.squaredDistance).formatted(decimals: 4) }
            let others = candidates.filter { other in !people.contains { $0.id == other.id } }
            return [
                "\(number)", answer, people.map(\.name).joined(separator: " | "), nearest ?? "-",
                Double(threshold).formatted(decimals: 4), "\(Self.short(expectedFAR))",
                others.map { "\($0.name) \(Double($0.squaredDistance).formatted(decimals: 4))" }.joined(
                    separator: " | "
                ),
            ]
        }

        /// What is written beside the face's box.
        var caption: String { people.isEmpty ? "nobody" : people.map(\.name).joined(separator: " or ") }

        /// Two digits, as `2.5e-06`: rates of large galleries are too small for decimals.
        private static func short(_ rate: Double) -> String {
            guard rate > 0 else { return "0" }
            var (digits, exponent) = (rate, 0)
            while digits < 1 { (digits, exponent) = (digits * 10, exponent - 1) }
            while digits >= 10 { (digits, exponent) = (digits / 10, exponent + 1) }
            return "\(digits.formatted(decimals: 1))e\(exponent)"
        }
    }

    var photo: String
    var faces: [Face]

    init(_ photo: String, _ faces: [IdentifiedFace]) {
        self.photo = photo
        self.faces = faces.enumerated().map { Face($1, number: $0) }
    }

    /// A line a face.
    var lines: [String] { faces.map { ([photo] + $0.fields).joined(separator: "\t") } }
}
