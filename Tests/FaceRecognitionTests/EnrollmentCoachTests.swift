import FaceDetection
import FaceImaging
import Testing

@testable import FaceRecognition

@Suite struct EnrollmentCoachTests {
    private func quality(_ change: (inout FaceQuality) -> Void = { _ in }) throws -> FaceQuality {
        let pose = try #require(
            HeadPose(
                fitting: FaceLandmarks(
                    leftEye: Point(x: 38.3, y: 51.7),
                    rightEye: Point(x: 73.5, y: 51.5),
                    nose: Point(x: 56, y: 71.7),
                    leftMouth: Point(x: 41.5, y: 92.4),
                    rightMouth: Point(x: 70.7, y: 92.2)
                )
            )
        )
        var quality = FaceQuality(
            faceSide: 100,
            eyeDistance: 45,
            sharpness: 1.3,
            brightness: 128,
            contrast: 40,
            pose: pose,
            detectionScore: 1,
            occlusion: [:]
        )
        change(&quality)
        return quality
    }

    private func outcome(_ evidence: PhotoEvidence) -> [Advice.Severity?] {
        EnrollmentReview.allCases.map { EnrollmentCoach(review: $0).verdict(on: evidence).severity }
    }

    @Test func `an ordinary photo of somebody new enters without a word`() throws {
        for review in EnrollmentReview.allCases {
            let verdict = EnrollmentCoach(review: review).verdict(on: PhotoEvidence(.face(try quality())))
            #expect(verdict.advice.isEmpty)
            #expect(verdict.isAccepted)
        }
    }

    @Test func `without a face, or with several and nobody said which, nothing enters however lax the review`() {
        #expect(outcome(PhotoEvidence(.noFace)) == [.refusal, .refusal, .refusal])
        #expect(outcome(PhotoEvidence(.several(3))) == [.refusal, .refusal, .refusal])
        #expect(outcome(PhotoEvidence(.missing(number: 2, faces: 2))) == [.refusal, .refusal, .refusal])
    }

    /// What is changed, and what follows in each review; the table of ``EnrollmentCoach``.
    static let table: [(Advice.Reason, @Sendable (inout FaceQuality) -> Void, [Advice.Severity?])] = [
        (.tooSmall, { $0.eyeDistance = CoachLimits().eyeDistance.poor - 1 }, [nil, .warning, .refusal]),
        (.tooSmall, { $0.eyeDistance = CoachLimits().eyeDistance.useless - 1 }, [nil, .refusal, .refusal]),
        (.tooBlurred, { $0.sharpness = CoachLimits().sharpness.poor - 0.01 }, [nil, .warning, .refusal]),
        (.tooBlurred, { $0.sharpness = CoachLimits().sharpness.useless - 0.01 }, [nil, .refusal, .refusal]),
        (.badlyLit, { $0.brightness = CoachLimits().darkness.poor - 1 }, [nil, .warning, .refusal]),
        (.badlyLit, { $0.brightness = CoachLimits().brightness.useless + 1 }, [nil, .refusal, .refusal]),
        (.badlyLit, { $0.contrast = CoachLimits().contrast.poor - 1 }, [nil, .warning, .refusal]),
        (.turnedAway, { $0.pose.yaw = -CoachLimits().yaw.poor - 1 }, [nil, .warning, .refusal]),
        (.turnedAway, { $0.pose.yaw = CoachLimits().yaw.useless + 1 }, [nil, .refusal, .refusal]),
        (.turnedAway, { $0.pose.pitch = CoachLimits().pitch.poor + 1 }, [nil, .warning, .refusal]),
        (.occluded(.eyes), { $0.occlusion = [.rightEye: 0.9] }, [nil, .warning, .refusal]),
        (.occluded(.lowerFace), { $0.occlusion = [.mouth: 0.9, .nose: 0.9] }, [nil, .warning, .refusal]),
        (.occluded(.other), { $0.occlusion = [.nose: 0.9] }, [nil, .warning, .refusal]),
        (.occluded(.wholeFace), { $0.occlusion = [.leftEye: 0.9, .mouth: 0.9] }, [nil, .refusal, .refusal]),
    ]

    @Test(arguments: table.indices)
    func `a bad picture is warned of or refused as the table says`(row: Int) throws {
        let (reason, change, severities) = Self.table[row]
        let evidence = PhotoEvidence(.face(try quality(change)))
        #expect(outcome(evidence) == severities)
        let advice = EnrollmentCoach(review: .strict).verdict(on: evidence).advice
        #expect(advice.map(\.reason) == [reason])
    }

    @Test func `a small face is not blamed for being blurred as well`() throws {
        let evidence = PhotoEvidence(
            .face(
                try quality {
                    $0.eyeDistance = 5
                    $0.sharpness = 0.01
                }
            )
        )
        #expect(EnrollmentCoach(review: .strict).verdict(on: evidence).advice.map(\.reason) == [.tooSmall])
    }

    @Test func `the same face under another name is refused, unless it is nearer to the person's own`() throws {
        var evidence = PhotoEvidence(.face(try quality()))
        evidence.other = .init(name: "Grace", squaredDistance: 0.4, threshold: 0.5)
        #expect(outcome(evidence) == [nil, .refusal, .refusal])
        let advice = try #require(EnrollmentCoach().verdict(on: evidence).advice.first)
        #expect(advice.reason == .duplicateOf)
        #expect(advice.finding == "this face is enrolled as Grace (distance 0.40, strangers are beyond 0.50)")
        evidence.own = .init(name: "1.jpg", squaredDistance: 0.3, threshold: 0.9)
        #expect(outcome(evidence) == [nil, nil, nil])
        evidence.own = .init(name: "1.jpg", squaredDistance: 0.45, threshold: 0.9)
        #expect(outcome(evidence) == [nil, .refusal, .refusal])
        evidence.other?.squaredDistance = 0.51
        #expect(outcome(evidence) == [nil, nil, nil])
    }

    @Test func `a face unlike the person's others is told of, with both numbers and the nearest photo`() throws {
        var evidence = PhotoEvidence(.face(try quality()))
        evidence.own = .init(name: "1.jpg", squaredDistance: 1.304, threshold: 1.1)
        #expect(outcome(evidence) == [nil, .warning, .refusal])
        let advice = try #require(EnrollmentCoach().verdict(on: evidence).advice.first)
        #expect(advice.measured == 1.304 && advice.limit == 1.1)
        #expect(advice.finding.contains("distance 1.30 to the nearest, 1.jpg, and one person's are within 1.10"))
    }

    @Test func `the same file is skipped for the same person and refused for another`() throws {
        var evidence = PhotoEvidence(.face(try quality()))
        evidence.enrolledAs = "Grace"
        #expect(outcome(evidence) == [nil, .refusal, .refusal])
        evidence.isEnrolled = true
        #expect(outcome(evidence) == [.skip, .skip, .skip])
        #expect(EnrollmentCoach().verdict(on: evidence).isSkipped)
    }

    @Test func `the weightiest advice comes first`() throws {
        var evidence = PhotoEvidence(.face(try quality { $0.occlusion = [.mouth: 0.9] }))
        evidence.enrolledAs = "Grace"
        let verdict = EnrollmentCoach().verdict(on: evidence)
        #expect(verdict.advice.map(\.severity) == [.refusal, .warning])
        #expect(!verdict.isAccepted)
    }
}
