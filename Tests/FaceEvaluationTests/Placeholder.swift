// FaceEvaluationTests
