// FaceImaging: laid out, not yet built.
