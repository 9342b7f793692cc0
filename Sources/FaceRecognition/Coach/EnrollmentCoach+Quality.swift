import FaceDetection

extension EnrollmentCoach {
    /// What there is to say about a face as a picture.
    func qualityAdvice(_ quality: FaceQuality) -> [Advice] {
        // A small face is blurred by being enlarged: one fault, named once.
        let small = size(quality)
        let blurred = small == nil ? sharpness(quality) : nil
        return [small, blurred, light(quality), pose(quality), covering(quality)].compactMap(\.self)
    }

    private func size(_ quality: FaceQuality) -> Advice? {
        let value = quality.eyeDistance
        guard let (severity, limit) = below(limits.eyeDistance, value) else { return nil }
        return Advice(
            .tooSmall,
            severity: severity,
            measured: value,
            limit: limit,
            finding: "the face is small: \(whole(value)) pixels from eye to eye, of at least \(whole(limit))",
            remedy: "take one from nearer, or use the original and not a thumbnail"
        )
    }

    private func sharpness(_ quality: FaceQuality) -> Advice? {
        let value = quality.sharpness
        guard let (severity, limit) = below(limits.sharpness, value) else { return nil }
        return Advice(
            .tooBlurred,
            severity: severity,
            measured: value,
            limit: limit,
            finding: "the face is blurred: sharpness \(rounded(value)), of at least \(rounded(limit))",
            remedy: "take one in focus, with more light, the head held still"
        )
    }

    private func light(_ quality: FaceQuality) -> Advice? {
        let brightness = quality.brightness
        if let (severity, limit) = below(limits.darkness, brightness) {
            return Advice(
                .badlyLit,
                severity: severity,
                measured: brightness,
                limit: limit,
                finding: "the face is dark: brightness \(whole(brightness)) of 255, of at least \(whole(limit))",
                remedy: "take one with light on the face and not behind it"
            )
        }
        if let (severity, limit) = above(limits.brightness, brightness) {
            return Advice(
                .badlyLit,
                severity: severity,
                measured: brightness,
                limit: limit,
                finding: "the face is overexposed: brightness \(whole(brightness)), of at most \(whole(limit)) of 255",
                remedy: "take one without flash or direct sun"
            )
        }
        guard let (severity, limit) = below(limits.contrast, quality.contrast) else { return nil }
        return Advice(
            .badlyLit,
            severity: severity,
            measured: quality.contrast,
            limit: limit,
            finding: "the face has little contrast: \(whole(quality.contrast)) of 127, of at least \(whole(limit))",
            remedy: "take one in clear, even light"
        )
    }

    private func pose(_ quality: FaceQuality) -> Advice? {
        let (yaw, pitch) = (abs(quality.pose.yaw), abs(quality.pose.pitch))
        let sideways = above(limits.yaw, yaw)
        if let (severity, limit) = sideways {
            return Advice(
                .turnedAway,
                severity: severity,
                measured: yaw,
                limit: limit,
                finding: "the head is turned \(whole(yaw)) degrees to a side, of at most \(whole(limit))",
                remedy: "take one in which the face looks into the camera"
            )
        }
        guard let (severity, limit) = above(limits.pitch, pitch) else { return nil }
        return Advice(
            .turnedAway,
            severity: severity,
            measured: pitch,
            limit: limit,
            finding: """
                the head is turned \(whole(pitch)) degrees \(quality.pose.pitch > 0 ? "down" : "up"), of at most \
                \(whole(limit))
                """,
            remedy: "take one from the height of the eyes"
        )
    }

    private func covering(_ quality: FaceQuality) -> Advice? {
        let (eyes, mouth, nose) = (quality.eyesCovered, quality.mouthCovered, quality.noseCovered)
        let covering: Advice.Covering
        let (measured, limit): (Float, Float)
        let finding: String
        let remedy: String
        switch (eyes > limits.eyesCovered, mouth > limits.mouthCovered, nose > limits.noseCovered) {
        case (true, true, _):
            (covering, finding) = (.wholeFace, "eyes and mouth are hidden")
            (measured, limit) = (min(eyes, mouth), min(limits.eyesCovered, limits.mouthCovered))
            remedy = "take one with nothing before the face"
        case (true, false, _):
            (covering, finding) = (.eyes, "the eyes are hidden")
            (measured, limit) = (eyes, limits.eyesCovered)
            remedy = "take one without dark glasses, hair or a hand before the eyes"
        case (false, true, _):
            (covering, finding) = (.lowerFace, "the lower face is hidden")
            (measured, limit) = (mouth, limits.mouthCovered)
            remedy = "take one without mask or scarf"
        case (false, false, true):
            (covering, finding) = (.other, "the middle of the face is hidden")
            (measured, limit) = (nose, limits.noseCovered)
            remedy = "take one with nothing before the face"
        case (false, false, false): return nil
        }
        guard let severity = severity(of: covering == .wholeFace ? .useless : .poor) else { return nil }
        return Advice(
            .occluded(covering),
            severity: severity,
            measured: measured,
            limit: limit,
            finding: "\(finding) (probability \(rounded(measured)))",
            remedy: remedy
        )
    }

    private func below(_ bounds: CoachLimits.Bounds, _ value: Float) -> (Advice.Severity, Float)? {
        broken(isUseless: value < bounds.useless, isPoor: value < bounds.poor).map { ($0, bounds.poor) }
    }

    private func above(_ bounds: CoachLimits.Bounds, _ value: Float) -> (Advice.Severity, Float)? {
        broken(isUseless: value > bounds.useless, isPoor: value > bounds.poor).map { ($0, bounds.poor) }
    }

    private func broken(isUseless: Bool, isPoor: Bool) -> Advice.Severity? {
        isUseless ? severity(of: .useless) : isPoor ? severity(of: .poor) : nil
    }

    private func whole(_ value: Float) -> String { "\(Int(value.rounded()))" }
}
