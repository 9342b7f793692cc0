public import FaceEmbedding

extension FaceQuality {
    /// What can be seen of the face, as far as thresholds care.
    ///
    /// If eyes and mouth are both hidden, the mouth counts: nothing is measured for such faces.
    ///
    /// - Parameter limits: From where on a part counts as hidden.
    /// - Returns: The state that chooses among a model's thresholds.
    public func visibility(limits: CoachLimits = CoachLimits()) -> FaceVisibility {
        if mouthCovered > limits.mouthCovered { return .mouthCovered }
        return eyesCovered > limits.eyesCovered ? .eyesCovered : .bare
    }
}
