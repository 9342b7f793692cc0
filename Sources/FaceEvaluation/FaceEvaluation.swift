// FaceEvaluation: laid out, not yet built.
