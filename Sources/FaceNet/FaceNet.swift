// FaceNet: laid out, not yet built.
