// FaceTestSupport: laid out, not yet built.
