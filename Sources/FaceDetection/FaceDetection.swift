// FaceDetection: laid out, not yet built.
